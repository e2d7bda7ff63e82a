import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../app_context";
import * as api from "./members_api";

export function membersKey(site: string) {
  return ["members", site] as const;
}

export function useMembers(site: string) {
  const { client } = useApp();
  return useQuery({
    queryKey: membersKey(site),
    queryFn: ({ signal }) => api.listMembers(client, site, signal),
  });
}

/** Whatever came of it, the list of members is asked for anew. */
function useMemberMutation<Wish, Result>(site: string, run: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => queries.invalidateQueries({ queryKey: membersKey(site) }),
  });
}

export function useInvite(site: string) {
  const { client } = useApp();
  return useMemberMutation(site, (wish: api.Part & { email: string }) =>
    api.invite(client, site, wish),
  );
}

export function useChangeMember(site: string) {
  const { client } = useApp();
  return useMemberMutation(
    site,
    ({ member, ...change }: api.Part & { member: string; version: number }) =>
      api.changeMember(client, site, member, change),
  );
}

export function useRemoveMember(site: string) {
  const { client } = useApp();
  return useMemberMutation(site, (member: string) => api.removeMember(client, site, member));
}

export function useInviteAgain(site: string) {
  const { client } = useApp();
  return useMemberMutation(site, (member: string) => api.inviteAgain(client, site, member));
}

/** Afterwards nothing of the site is the reader's any more, so everything is asked for anew. */
export function useLeave(site: string) {
  const { client } = useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (me: string) => api.removeMember(client, site, me),
    onSuccess: () => queries.invalidateQueries(),
  });
}
