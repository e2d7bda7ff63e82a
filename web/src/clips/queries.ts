import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useApp } from "../app_context";
import { CLIPS_CAMERAS_PER_QUESTION_MAX } from "../contract";
import { groupsOptions } from "../sites/group_queries";
import type { Group } from "../sites/groups_api";
import { texts } from "../texts";
import { Problem } from "../ui/problem";
import type { ClipDetail, ClipPage, ClipQuery, ClipsApi, Site } from "./api";
import { type Filter, NO_FILTER } from "./filter";
import { fillGroup, isOfNone, placeGroups } from "./groups";
import {
  firstStep,
  type ListPage,
  listPages,
  makePage,
  makeQuery,
  mergeHead,
  PAGES_MAX,
  type Step,
} from "./list_pages";
import { POLL_MS } from "./updates/state";
import { useUpdates } from "./updates/use_updates";

/** How often a clip that is still uploading is asked for. */
const UPLOADING_POLL_MS = 3000;
/** An open clip's addresses are renewed before they end, but not more often than this. */
const RENEW_LEAST_MS = 60_000;
const CAMERAS_POLL_MS = 60_000;
const GROUPS_STALE_MS = 60_000;
const NO_SITES: readonly Site[] = [];
/** How long what was counted or looked up for a past stretch is good enough. */
const AROUND_STALE_MS = 30_000;
/** Who has scrolled less than this reads the newest clips; pixels. */
export const TOP_PX = 160;

type Pages = InfiniteData<ListPage, Step>;

/** Every loaded list is below this key. */
export const LISTS = ["clips", "list"] as const;

function listKey(filter: Filter) {
  // Whether clips are shown as events or one by one, they are the same clips.
  return [...LISTS, { ...filter, events: true }] as const;
}

/** The clips of a list, newest first, as far as they are loaded; it grows at both ends. */
export function useClips(filter: Filter) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const filled = asked.filter ?? filter;
  const list = useInfiniteQuery({
    queryKey: listKey(filled),
    queryFn: async ({ pageParam, signal }) =>
      makePage(pageParam, await askClips(api, filled, makeQuery(filled, pageParam), signal)),
    initialPageParam: firstStep(filter),
    getNextPageParam: (oldest) => oldest.older,
    getPreviousPageParam: (newest) => newest.newer,
    maxPages: PAGES_MAX,
    enabled: asked.filter !== null,
    // useNewClips keeps it fresh; refetching every loaded page would not.
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const pages = list.data?.pages;
  const clips = useMemo(() => {
    const all = pages === undefined ? [] : listPages(pages);
    // A clip that was seen meanwhile no longer fits a list of unseen ones.
    return filter.seen === null
      ? all
      : all.filter((clip) => clip.seen === undefined || clip.seen === filter.seen);
  }, [pages, filter.seen]);
  if (asked.error === null) return { ...list, clips };
  return { ...list, clips, error: asked.error, refetch: asked.retry };
}

async function pollHead(
  client: QueryClient,
  filter: Filter,
  fetchHead: () => Promise<ListPage>,
): Promise<ListPage> {
  const head = await fetchHead();
  // A page that is being fetched would overwrite what is merged now.
  if (client.getQueryState(listKey(filter))?.fetchStatus !== "fetching") {
    client.setQueryData<Pages>(listKey(filter), (old) => {
      if (old === undefined) return old;
      const pages = mergeHead(old.pages, head, window.scrollY < TOP_PX);
      return { pages, pageParams: old.pageParams.slice(0, pages.length) };
    });
  }
  return head;
}

/**
 * The newest clips, which it merges into the list of useClips where that reaches up to them;
 * `isError` while the API does not answer. `shown` are the sites of the list.
 */
export function useNewClips(filter: Filter, shown: readonly Site[], enabled: boolean) {
  const { api } = useApp();
  const client = useQueryClient();
  const asked = useAsked(filter);
  const filled = asked.filter ?? filter;
  const queryKey = ["clips", "head", { ...filled, at: null, events: true }];
  const ready = enabled && asked.filter !== null;
  const pollAfterMs = useUpdates(filled, shown, ready, () =>
    client.refetchQueries({ queryKey, exact: true }),
  );
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      pollHead(client, filled, async () => {
        const step = firstStep(NO_FILTER);
        return makePage(step, await askClips(api, filled, makeQuery(filled, step), signal));
      }),
    enabled: ready,
    structuralSharing: false,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) =>
      state.status === "error" ? POLL_MS : pollAfterMs(state.data?.clips ?? []),
    retry: false,
  });
}

/** The fresh address is trusted until a minute before its end. */
function freshForMs(clip: ClipDetail | undefined): number {
  if (clip === undefined || !clip.playable) return 0;
  return Math.max(0, Date.parse(clip.media_expires_at) - Date.now() - 60_000);
}

export function clipOptions(api: ClipsApi, id: string) {
  return queryOptions({
    queryKey: ["clip", id],
    queryFn: ({ signal }) => api.clip(id, signal),
    staleTime: (query) => freshForMs(query.state.data),
  });
}

export function useClip(id: string) {
  const { api } = useApp();
  return useQuery({
    ...clipOptions(api, id),
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined) return false;
      return data.playable ? Math.max(freshForMs(data), RENEW_LEAST_MS) : UPLOADING_POLL_MS;
    },
  });
}

/** Has ready what is likely to be opened next. */
export function usePrefetch(id: string | null): void {
  const { api } = useApp();
  const client = useQueryClient();
  useEffect(() => {
    if (id !== null) void client.prefetchQuery(clipOptions(api, id));
  }, [api, client, id]);
}

/** The next older clip of a clip that is not in the loaded list. */
export function useOlderClip(recordedAt: string | undefined, filter: Filter, enabled: boolean) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const filled = asked.filter ?? filter;
  const step: Step = { order: "newest", from: recordedAt ?? "", cursor: null, edge: null };
  return useQuery({
    queryKey: ["clips", "older", filled, recordedAt],
    queryFn: async ({ signal }) => {
      const query = { ...makeQuery(filled, step), limit: 1 };
      return (await askClips(api, filled, query, signal)).items[0] ?? null;
    },
    enabled: enabled && recordedAt !== undefined && asked.filter !== null,
  });
}

export function useCameras() {
  const { api } = useApp();
  return useQuery({
    queryKey: ["cameras"],
    queryFn: ({ signal }) => api.cameras(signal),
    placeholderData: keepPreviousData,
    refetchInterval: CAMERAS_POLL_MS,
  });
}

export function useSites() {
  const { api } = useApp();
  return useQuery({ queryKey: ["sites"], queryFn: ({ signal }) => api.sites(signal) });
}

/** The groups of all sites of the reader, as far as they are known. */
export function useGroups() {
  const { client } = useApp();
  const sites = useSites();
  const known = sites.data ?? NO_SITES;
  const { groups, pending, error } = useQueries({
    queries: known.map(({ id }) => ({ ...groupsOptions(client, id), staleTime: GROUPS_STALE_MS })),
    // Stable, so that what was combined stays the same value while nothing changes.
    combine: useCallback(
      (each: UseQueryResult<Group[]>[]) => ({
        groups: known.flatMap(({ id }, at) => placeGroups(id, each[at]?.data ?? [])),
        pending: each.some(({ isPending }) => isPending),
        error: each.find((one) => one.error !== null)?.error ?? null,
      }),
      [known],
    ),
  });
  return { groups, pending: pending || sites.isPending, error: sites.error ?? error };
}

/** Clips of a short while, newest first. */
export function useAround(filter: Filter, fromMs: number, toMs: number) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const filled = asked.filter ?? filter;
  return useQuery({
    queryKey: ["clips", "around", filled, fromMs, toMs],
    queryFn: async ({ signal }) => {
      const query = makeQuery(filled, firstStep(NO_FILTER));
      const after = new Date(fromMs).toISOString();
      const before = new Date(toMs).toISOString();
      return (await askClips(api, filled, { ...query, after, before }, signal)).items;
    },
    enabled: asked.filter !== null,
    staleTime: AROUND_STALE_MS,
    placeholderData: keepPreviousData,
  });
}

interface Asked {
  /** With the cameras of its group; null until those are known. */
  filter: Filter | null;
  /** Why they are not going to be. */
  error: Error | null;
  retry: () => Promise<void>;
}

/** The filter as the API takes it. */
export function useAsked(filter: Filter): Asked {
  const client = useQueryClient();
  const { groups, pending, error: groupsError } = useGroups();
  const { data: cameras, error: camerasError } = useCameras();
  return useMemo(() => {
    const failed = groupsError ?? (cameras === undefined ? camerasError : null);
    const retry = async () => {
      const keys = [["sites"], ["groups"], ["cameras"]];
      await Promise.all(keys.map((queryKey) => client.refetchQueries({ queryKey })));
    };
    const filled = fillGroup(filter, groups, cameras ?? []);
    if (filled === "too_large") {
      return {
        filter: null,
        error: refuse(texts.list.groupTooLarge(CLIPS_CAMERAS_PER_QUESTION_MAX)),
        retry,
      };
    }
    if (filled === "unknown") {
      const error = failed ?? (pending ? null : refuse(texts.list.groupUnknown));
      return { filter: null, error, retry };
    }
    const waits = filter.group !== null && cameras === undefined;
    return waits ? { filter: null, error: failed, retry } : { filter: filled, error: null, retry };
  }, [client, filter, groups, pending, groupsError, cameras, camerasError]);
}

function refuse(words: string): Problem {
  return new Problem("refused", words);
}

/** A filter without any camera is not worth asking. */
async function askClips(
  api: ClipsApi,
  filled: Filter,
  query: ClipQuery,
  signal: AbortSignal,
): Promise<ClipPage> {
  return isOfNone(filled) ? { items: [], cursor: null } : api.clips(query, signal);
}
