import type { ClipSummary } from "../api";
import { type ClipEvent, findEvent, groupEvents } from "../events";

/** A moment looks the same from everywhere: an event is not cut where a reader's day ends. */
const OF_ONE_DATE = () => "";

/** The event of a clip among what was recorded around it; null when it is not there. */
export function eventOf(clips: readonly ClipSummary[], clip: ClipSummary): ClipEvent | null {
  const near = clips.filter(({ site }) => site === clip.site);
  return findEvent(groupEvents(near, OF_ONE_DATE), clip.id);
}

/** The clip to go on with when `id` has ended: the next one that plays; null at the end. */
export function nextInEvent(event: ClipEvent | null, id: string): ClipSummary | null {
  if (event === null) return null;
  const at = event.clips.findIndex((clip) => clip.id === id);
  if (at < 0) return null;
  return event.clips.slice(at + 1).find((clip) => clip.playable) ?? null;
}
