import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../../app_context";
import type { Filter } from "../../route";
import type { ClipQuery, ClipSummary } from "../api";
import type { ClipEvent } from "../events";
import { fetchAround } from "./around";
import { eventOf } from "./event";

/** What goes on may get another clip; this often it is asked for, for so long after the last one. */
const GROWING_POLL_MS = 10_000;
const GROWING_MS = 3 * 60_000;

const EVENTS = "event";

/** Only what the reader looks through: another camera's clips would come as a surprise. */
function makeQuery(clip: ClipSummary, filter: Filter): ClipQuery {
  return {
    site: clip.site,
    ...(filter.cameras.length === 0 ? {} : { camera: filter.cameras.join(",") }),
    ...(filter.kind === null ? {} : { kind: filter.kind }),
  };
}

/** Shows a change of clips in the events that are open. */
export function showInEvents(
  client: QueryClient,
  change: (clip: ClipSummary) => ClipSummary,
): void {
  client.setQueriesData<ClipEvent | null>({ queryKey: [EVENTS] }, (old) =>
    old == null ? old : { ...old, clips: old.clips.map(change) },
  );
}

/** The event of a neighbour is this clip's, too, when it holds it. */
function findKnown(client: QueryClient, clip: ClipSummary, query: ClipQuery) {
  const states = client.getQueryCache().findAll({ queryKey: [EVENTS, query] });
  for (const { state } of states) {
    const event = state.data as ClipEvent | null | undefined;
    if (event?.clips.some(({ id }) => id === clip.id)) {
      return { event, updatedAt: state.dataUpdatedAt };
    }
  }
  return undefined;
}

/** The event that a clip is part of; undefined until it is known. */
export function useEvent(
  clip: ClipSummary | undefined,
  filter: Filter,
): ClipEvent | null | undefined {
  const { api } = useApp();
  const client = useQueryClient();
  const query = clip === undefined ? {} : makeQuery(clip, filter);
  const known = clip === undefined ? undefined : findKnown(client, clip, query);
  const found = useQuery({
    queryKey: [EVENTS, query, clip?.id],
    queryFn: async ({ signal }) =>
      clip === undefined ? null : eventOf(await fetchAround(api, clip, query, signal), clip),
    enabled: clip !== undefined,
    staleTime: GROWING_POLL_MS,
    initialData: () => known?.event,
    initialDataUpdatedAt: () => known?.updatedAt,
    refetchInterval: ({ state: { data } }) => {
      const isGrowing =
        data != null && Date.now() - Date.parse(data.newest.recorded_at) < GROWING_MS;
      return isGrowing && GROWING_POLL_MS;
    },
  });
  // Without its event a clip is still worth watching.
  return found.isError ? null : found.data;
}
