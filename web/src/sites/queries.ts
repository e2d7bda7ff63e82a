import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../app_context";
import { isConflict } from "../ui/problem";
import { changeSite, readSite, type Site } from "./api";

/** Also what the list of clips asks for. */
const SITES_KEY = ["sites"];

export function useSite(site: string) {
  const { client } = useApp();
  return useQuery({
    queryKey: [...SITES_KEY, site],
    queryFn: ({ signal }) => readSite(client, site, signal),
  });
}

/** Rejects with a 409 Problem when somebody else was first; `useSite` then has what they saved. */
export function useChangeSite(site: string) {
  const { client } = useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { name: string; zone: string; version: number }) =>
      changeSite(client, site, change),
    onSuccess: (changed: Site) => {
      queries.setQueryData([...SITES_KEY, site], changed);
      return queries.invalidateQueries({ queryKey: SITES_KEY, exact: true });
    },
    onError: (error) =>
      isConflict(error) ? queries.invalidateQueries({ queryKey: [...SITES_KEY, site] }) : undefined,
  });
}
