import type { ClipSummary } from "../api";

/** Stills of one camera in the order they were taken, and where among them one is. */
export interface Stills {
  /** Oldest first. */
  clips: readonly ClipSummary[];
  /** -1: not (yet) among them. */
  at: number;
  /** Whether there are no others than these near it. */
  isLoaded: boolean;
}

/** `newestFirst` are those around this one, as far as they are loaded. */
export function arrangeStills(
  newestFirst: readonly ClipSummary[] | undefined,
  still: ClipSummary,
): Stills {
  const clips = newestFirst?.toReversed() ?? [still];
  const at = clips.findIndex((clip) => clip.id === still.id);
  return { clips, at, isLoaded: newestFirst !== undefined && at >= 0 };
}

/** A reader this close to the end of what is loaded soon wants more. */
const NEAR = 10;

/** Whether more should be loaded around this one; `sideMax` were asked for on each side. */
export function isNearEdge({ clips, at }: Pick<Stills, "clips" | "at">, sideMax: number): boolean {
  if (at < 0) return true;
  // Shorter than a side means that there is nothing more.
  const hasMore = clips.length > sideMax;
  return hasMore && (at < NEAR || at >= clips.length - NEAR);
}

/** Browsers allow an address to change some three times a second. */
const SHORTEST_MS = 400;
const STILL_MS = 1000;

/** How long each still is shown. */
export function stillMs(speed: number): number {
  return Math.max(STILL_MS / speed, SHORTEST_MS);
}
