import type { ClipPage, ClipSummary } from "./api";

/** Sorts as text in the order of the catalogue; the id separates clips of one millisecond. */
export function orderOf(clip: ClipSummary): string {
  return `${clip.recorded_at}#${clip.id}`;
}

/** The clips of all pages, each once. */
export function listClips(pages: readonly ClipPage[]): ClipSummary[] {
  const byId = new Map<string, ClipSummary>();
  for (const page of pages) {
    for (const clip of page.items) if (!byId.has(clip.id)) byId.set(clip.id, clip);
  }
  return [...byId.values()];
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
