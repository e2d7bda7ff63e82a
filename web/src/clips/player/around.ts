import { CLIPS_PAGE_MAX } from "../../contract";
import type { ClipQuery, ClipSummary, ClipsApi } from "../api";
import { listClips } from "../state";

/** What was recorded right before and after a clip, newest first; itself among them. */
export async function fetchAround(
  api: Pick<ClipsApi, "clips">,
  clip: ClipSummary,
  query: ClipQuery,
  signal: AbortSignal,
): Promise<ClipSummary[]> {
  const [newer, older] = await Promise.all([
    api.clips(
      { ...query, after: clip.recorded_at, order: "oldest", limit: CLIPS_PAGE_MAX },
      signal,
    ),
    api.clips({ ...query, before: clip.recorded_at, limit: CLIPS_PAGE_MAX }, signal),
  ]);
  // What the filter leaves out is what somebody looks at nevertheless.
  const own = newer.items.some(({ id }) => id === clip.id) ? [] : [clip];
  return listClips([
    { items: [...newer.items.toReversed(), ...own], cursor: null },
    { items: older.items, cursor: null },
  ]);
}
