import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApp } from "../app_context";
import type { CameraGroup, ClipDetail, ClipsApi } from "./api";
import { type Filter, NO_FILTER } from "./filter";
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
import { addDayCounts, type Timeline } from "./overview";
import type { Bounds } from "./zone";

/** How often new clips are asked for while the page is seen. */
const POLL_MS = 5000;
/** How often a clip that is still uploading is asked for. */
const UPLOADING_POLL_MS = 3000;
/** An open clip's addresses are renewed before they end, but not more often than this. */
const RENEW_LEAST_MS = 60_000;
const CAMERAS_POLL_MS = 60_000;
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
  const list = useInfiniteQuery({
    queryKey: listKey(filter),
    queryFn: async ({ pageParam, signal }) =>
      makePage(pageParam, await api.clips(makeQuery(asked ?? filter, pageParam), signal)),
    initialPageParam: firstStep(filter),
    getNextPageParam: (oldest) => oldest.older,
    getPreviousPageParam: (newest) => newest.newer,
    maxPages: PAGES_MAX,
    enabled: asked !== null,
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
  return { ...list, clips };
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
 * `isError` while the API does not answer.
 */
export function useNewClips(filter: Filter, enabled: boolean) {
  const { api } = useApp();
  const client = useQueryClient();
  const asked = useAsked(filter);
  return useQuery({
    queryKey: ["clips", "head", { ...filter, at: null, events: true }],
    queryFn: ({ signal }) =>
      pollHead(client, filter, async () => {
        const step = firstStep(NO_FILTER);
        return makePage(step, await api.clips(makeQuery(asked ?? filter, step), signal));
      }),
    enabled: enabled && asked !== null,
    structuralSharing: false,
    staleTime: POLL_MS,
    refetchInterval: POLL_MS,
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
  const step: Step = { order: "newest", from: recordedAt ?? "", cursor: null, edge: null };
  return useQuery({
    queryKey: ["clips", "older", filter, recordedAt],
    queryFn: async ({ signal }) => {
      const query = { ...makeQuery(asked ?? filter, step), limit: 1 };
      return (await api.clips(query, signal)).items[0] ?? null;
    },
    enabled: enabled && recordedAt !== undefined && asked !== null,
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

/** The groups of all sites of the reader. */
export function useGroups(): readonly CameraGroup[] | undefined {
  return [];
}

const DAYS_STALE_MS = 30_000;
const QUARTER_MS = 15 * 60_000;

/** What the days of a month have at these sites, by the calendar of `zone`. */
export function useDays(filter: Filter, sites: readonly string[], zone: string, month: string) {
  const { api } = useApp();
  const asked = useAsked(filter);
  return useQuery({
    queryKey: ["days", sites, asked?.cameras ?? [], zone, month],
    queryFn: async ({ signal }) => {
      const each = sites.map((site) =>
        api.days({ site, zone, month, ...nameCameras(asked ?? filter, site) }, signal),
      );
      return addDayCounts(await Promise.all(each));
    },
    enabled: asked !== null && sites.length > 0,
    staleTime: DAYS_STALE_MS,
    placeholderData: keepPreviousData,
  });
}

/** Motion at these sites between two instants, by quarters of an hour. */
export function useTimeline(filter: Filter, sites: readonly string[], { fromMs, toMs }: Bounds) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const after = new Date(fromMs).toISOString();
  const before = new Date(toMs).toISOString();
  return useQuery({
    queryKey: ["timeline", sites, asked?.cameras ?? [], after, before],
    queryFn: async ({ signal }): Promise<Timeline> => {
      const each = sites.map((site) =>
        api.timeline({ site, after, before, ...nameCameras(asked ?? filter, site) }, signal),
      );
      const timelines = await Promise.all(each);
      return {
        bucket_ms: timelines[0]?.bucket_ms ?? QUARTER_MS,
        cameras: timelines.flatMap(({ cameras }) => cameras),
      };
    },
    enabled: asked !== null && sites.length > 0,
    staleTime: DAYS_STALE_MS,
    placeholderData: keepPreviousData,
    refetchInterval: Date.now() < toMs ? CAMERAS_POLL_MS : false,
  });
}

/** A site is asked for its own cameras only. */
function nameCameras(filter: Filter, site: string): { camera?: string } {
  const own = filter.cameras.filter((id) => id.startsWith(`${site}_`));
  return own.length === 0 ? {} : { camera: own.join(",") };
}

/** Clips of a short while, newest first. */
export function useAround(filter: Filter, fromMs: number, toMs: number) {
  const { api } = useApp();
  const asked = useAsked(filter);
  return useQuery({
    queryKey: ["clips", "around", filter, fromMs, toMs],
    queryFn: async ({ signal }) => {
      const query = makeQuery(asked ?? filter, firstStep(NO_FILTER));
      const after = new Date(fromMs).toISOString();
      const before = new Date(toMs).toISOString();
      return (await api.clips({ ...query, after, before }, signal)).items;
    },
    enabled: asked !== null,
    staleTime: DAYS_STALE_MS,
    placeholderData: keepPreviousData,
  });
}

/** The filter as the API takes it: with the cameras of its group. null until those are known. */
function useAsked(filter: Filter): Filter | null {
  return filter;
}
