import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../app_context";
import type { ApiClient } from "../http";
import * as api from "./groups_api";

export function groupsKey(site: string) {
  return ["groups", site] as const;
}

export function groupsOptions(client: ApiClient, site: string) {
  return queryOptions({
    queryKey: groupsKey(site),
    queryFn: ({ signal }) => api.listGroups(client, site, signal),
  });
}

export function useGroups(site: string) {
  return useQuery(groupsOptions(useApp().client, site));
}

/** What can be done with the groups of a site; whatever came of it, the list is asked for anew. */
function useGroupMutation<Wish, Result>(site: string, run: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => queries.invalidateQueries({ queryKey: groupsKey(site) }),
  });
}

export function useSaveGroup(site: string) {
  const { client } = useApp();
  return useGroupMutation(
    site,
    ({ group, ...change }: api.GroupChange & { group: api.Group | null }) =>
      group === null
        ? api.addGroup(client, site, change)
        : api.changeGroup(client, site, group.id, {
            ...change,
            position: group.position,
            version: group.version,
          }),
  );
}

export function useRemoveGroup(site: string) {
  const { client } = useApp();
  return useGroupMutation(site, (group: api.Group) => api.removeGroup(client, site, group));
}

/** To another place among the groups, from 0; the others make room. */
export function useMoveGroup(site: string) {
  const { client } = useApp();
  return useGroupMutation(site, ({ group, position }: { group: api.Group; position: number }) => {
    const { id, name, cameras, version } = group;
    return api.changeGroup(client, site, id, { name, cameras, position, version });
  });
}
