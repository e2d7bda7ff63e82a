import type { ClipPage, ClipSummary } from "./api";

/** Sorts as text in the order of the catalogue; the id separates clips of one millisecond. */
export function orderOf(clip: ClipSummary): string {
  return `${clip.recorded_at}#${clip.id}`;
}

/** The clips of all pages, each once, newest first. */
export function listClips(pages: readonly ClipPage[]): ClipSummary[] {
  const byId = new Map<string, ClipSummary>();
  for (const page of pages) {
    for (const clip of page.items) if (!byId.has(clip.id)) byId.set(clip.id, clip);
  }
  return [...byId.values()];
}

/**
 * Puts a fresh first page on top of what is loaded: clips are added, renewed or, when they are
 * gone, removed as deep as the fresh page reaches. When it does not reach what is loaded, there
 * is a gap nobody has seen, and the list begins anew with the fresh page.
 */
export function mergeHead(pages: readonly ClipPage[], head: ClipPage): ClipPage[] {
  const first = pages[0];
  const newest = listClips(pages)[0];
  const deepest = head.items.at(-1);
  if (first === undefined || head.cursor === null || newest === undefined) return [head];
  if (deepest === undefined) return [...pages];
  const reach = orderOf(deepest);
  if (reach > orderOf(newest)) return [head];
  const below = pages.map((page) => ({
    ...page,
    items: page.items.filter((clip) => orderOf(clip) < reach),
  }));
  const [top, ...others] = below;
  return [{ ...first, items: [...head.items, ...(top?.items ?? [])] }, ...others];
}

/** Clips newer than what a reader further down has seen wait until the reader comes back up. */
export function splitWaiting(
  clips: readonly ClipSummary[],
  newestShown: string | null,
): { shown: ClipSummary[]; waiting: ClipSummary[] } {
  if (newestShown === null) return { shown: [...clips], waiting: [] };
  return {
    shown: clips.filter((clip) => orderOf(clip) <= newestShown),
    waiting: clips.filter((clip) => orderOf(clip) > newestShown),
  };
}

export interface Day {
  /** Local date, 2026-11-21. */
  date: string;
  clips: ClipSummary[];
}

/** `dateOf` gives the reader's local date of an instant. */
export function groupByDay(
  clips: readonly ClipSummary[],
  dateOf: (instant: string) => string,
): Day[] {
  const days: Day[] = [];
  for (const clip of clips) {
    const date = dateOf(clip.recorded_at);
    const last = days.at(-1);
    if (last?.date === date) last.clips.push(clip);
    else days.push({ date, clips: [clip] });
  }
  return days;
}

export interface Neighbours {
  newer: string | null;
  older: string | null;
}

/** null when the clip is not among the loaded ones. */
export function findNeighbours(clips: readonly ClipSummary[], id: string): Neighbours | null {
  const at = clips.findIndex((clip) => clip.id === id);
  if (at < 0) return null;
  return { newer: clips[at - 1]?.id ?? null, older: clips[at + 1]?.id ?? null };
}
