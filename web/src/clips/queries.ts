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
import type { Filter } from "../route";
import type { ClipDetail, ClipPage, ClipQuery, ClipsApi } from "./api";
import { listClips, mergeHead } from "./state";

/** How often new clips are asked for while the page is seen. */
const POLL_MS = 5000;
/** How often a clip that is still uploading is asked for. */
const UPLOADING_POLL_MS = 3000;
/** An open clip's addresses are renewed before they end, but not more often than this. */
const RENEW_LEAST_MS = 60_000;
const CAMERAS_POLL_MS = 60_000;

type Pages = InfiniteData<ClipPage, string | null>;

function listKey(filter: Filter) {
  return ["clips", filter] as const;
}

function makeQuery(filter: Filter, cursor: string | null): ClipQuery {
  return {
    ...(filter.cameras.length === 0 ? {} : { camera: filter.cameras.join(",") }),
    ...(filter.kind === null ? {} : { kind: filter.kind }),
    ...(cursor === null ? {} : { cursor }),
  };
}

export function useClips(filter: Filter) {
  const { api } = useApp();
  const list = useInfiniteQuery({
    queryKey: listKey(filter),
    queryFn: ({ pageParam, signal }) => api.clips(makeQuery(filter, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    // useNewClips keeps it fresh; refetching every loaded page would not.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const pages = list.data?.pages;
  return { ...list, clips: useMemo(() => (pages === undefined ? [] : listClips(pages)), [pages]) };
}

async function pollHead(
  client: QueryClient,
  api: ClipsApi,
  filter: Filter,
  signal: AbortSignal,
): Promise<number> {
  const head = await api.clips(makeQuery(filter, null), signal);
  // A page that is being fetched would overwrite what is merged now.
  if (client.getQueryState(listKey(filter))?.fetchStatus !== "fetching") {
    client.setQueryData<Pages>(listKey(filter), (old) => {
      if (old === undefined) return old;
      const pages = mergeHead(old.pages, head);
      return { pages, pageParams: old.pageParams.slice(0, pages.length) };
    });
  }
  return Date.now();
}

/** Merges what is new into the list of useClips; `isError` while the API does not answer. */
export function useNewClips(filter: Filter, enabled: boolean) {
  const { api } = useApp();
  const client = useQueryClient();
  return useQuery({
    queryKey: ["clips", "head", filter],
    queryFn: ({ signal }) => pollHead(client, api, filter, signal),
    enabled,
    initialData: 0,
    initialDataUpdatedAt: () => Date.now(),
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
  const query = { ...makeQuery(filter, null), limit: 1, before: recordedAt ?? "" };
  return useQuery({
    queryKey: ["clips", "older", filter, recordedAt],
    queryFn: async ({ signal }) => (await api.clips(query, signal)).items[0] ?? null,
    enabled: enabled && recordedAt !== undefined,
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
