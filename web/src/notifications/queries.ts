import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../app_context";
import { type Browser, listBrowsers, readPushKey, removeBrowser } from "./api";
import { findThisBrowser, turnOff, turnOn } from "./this_browser";

const BROWSERS_KEY = ["notifications", "browsers"];

export interface Browsers {
  all: Browser[];
  /** Id of this one; null while it takes no pushes for the reader. */
  own: string | null;
}

export function useBrowsers(enabled: boolean) {
  const { client } = useApp();
  return useQuery({
    queryKey: BROWSERS_KEY,
    enabled,
    queryFn: async ({ signal }): Promise<Browsers> => {
      const [all, own] = await Promise.all([listBrowsers(client, signal), findThisBrowser()]);
      return { all, own: all.some((browser) => browser.id === own) ? own : null };
    },
  });
}

export function usePushKey() {
  const { client } = useApp();
  return useQuery({
    queryKey: ["notifications", "key"],
    queryFn: ({ signal }) => readPushKey(client, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useChange<What>(change: (what: What) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: BROWSERS_KEY }),
  });
}

/** Rejects with NotPermitted when the person, or the browser, says no. */
export function useTurn() {
  const { client } = useApp();
  return useChange<boolean>((on) => (on ? turnOn(client) : turnOff(client)));
}

export function useRemoveBrowser() {
  const { client } = useApp();
  return useChange<string>((id) => removeBrowser(client, id));
}
