import { CLIPS_PAGE_MAX } from "../contract";
import type { ClipPage, ClipQuery, ClipSummary } from "./api";
import type { Filter } from "./filter";
import { orderOf } from "./state";

/** How the clips beside a page are asked for. */
export interface Step {
  order: "newest" | "oldest";
  /** Where it begins; null is the newest, or the oldest, there is. */
  from: string | null;
  cursor: string | null;
  /** The time of the last clip before it, where a page may be empty. */
  edge: string | null;
}

/** A stretch of the list, newest first. */
export interface ListPage {
  clips: ClipSummary[];
  /** null: there is nothing newer, and new clips are merged into this page. */
  newer: Step | null;
  older: Step | null;
}

/** What is further away is forgotten, so that the list costs the same however far one scrolls. */
export const PAGES_MAX = 40;

export function firstStep(filter: Filter): Step {
  return { order: "newest", from: filter.at, cursor: null, edge: null };
}

/** Group names are resolved before: the API knows cameras only. */
export function makeQuery(filter: Filter, step: Step): ClipQuery {
  const query: ClipQuery = { limit: CLIPS_PAGE_MAX };
  if (filter.cameras.length > 0) query.camera = filter.cameras.join(",");
  if (filter.site !== null) query.site = filter.site;
  if (filter.kind !== null) query.kind = filter.kind;
  if (filter.seen !== null) query.seen = filter.seen;
  if (filter.starred !== null) query.starred = filter.starred;
  if (filter.minDurationMs !== null) query.min_duration_ms = filter.minDurationMs;
  if (filter.maxDurationMs !== null) query.max_duration_ms = filter.maxDurationMs;
  if (step.order === "oldest") query.order = "oldest";
  const after = step.order === "oldest" ? (step.from ?? filter.after) : filter.after;
  const before = step.order === "newest" ? earlier(step.from, filter.before) : filter.before;
  if (after !== null) query.after = after;
  if (before !== null) query.before = before;
  if (step.cursor !== null) query.cursor = step.cursor;
  return query;
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** The stretch that `step` was answered with. */
export function makePage(step: Step, answer: ClipPage): ListPage {
  const edge = answer.items.at(-1)?.recorded_at ?? step.edge;
  const next = answer.cursor === null ? null : { ...step, cursor: answer.cursor, edge };
  if (step.order === "oldest") {
    const clips = answer.items.toReversed();
    return { clips, newer: next, older: backFrom(clips.at(-1), step.edge ?? step.from) };
  }
  const isHead = step.from === null && step.cursor === null;
  const clips = answer.items;
  return {
    clips,
    newer: isHead ? null : forwardFrom(clips[0], step.edge ?? step.from),
    older: next,
  };
}

/** Begins at the clip itself: others may have been recorded in the same millisecond. */
function forwardFrom(clip: ClipSummary | undefined, from: string | null): Step | null {
  const start = clip?.recorded_at ?? from;
  return start === null ? null : { order: "oldest", from: start, cursor: null, edge: null };
}

function backFrom(clip: ClipSummary | undefined, from: string | null): Step | null {
  const start = clip?.recorded_at ?? from;
  if (start === null) return null;
  const after = new Date(Date.parse(start) + 1).toISOString();
  return { order: "newest", from: after, cursor: null, edge: null };
}

/** The clips of all pages, each once, newest first. */
export function listPages(pages: readonly ListPage[]): ClipSummary[] {
  const known = new Set<string>();
  const clips: ClipSummary[] = [];
  for (const page of pages) {
    for (const clip of page.clips) {
      if (known.has(clip.id)) continue;
      known.add(clip.id);
      clips.push(clip);
    }
  }
  return clips;
}

/**
 * Puts a fresh first page on top of what is loaded: clips are added, renewed or, when they are
 * gone, removed as deep as the fresh page reaches. Lists that do not reach up to the newest clip
 * stay as they are. Where there is a gap between the two, the list begins anew for a reader `atTop`;
 * for others it now ends below the gap, which is loaded when they scroll there.
 */
export function mergeHead(pages: readonly ListPage[], head: ListPage, atTop: boolean): ListPage[] {
  const [first, ...others] = pages;
  if (first === undefined || first.newer !== null) return [...pages];
  const newest = listPages(pages)[0];
  const deepest = head.clips.at(-1);
  if (head.older === null || newest === undefined) return [head];
  if (deepest === undefined) return [...pages];
  const reach = orderOf(deepest);
  if (reach > orderOf(newest)) {
    if (atTop) return [head];
    return [{ ...first, newer: forwardFrom(newest, null) }, ...others];
  }
  const below = (clips: readonly ClipSummary[]) => clips.filter((clip) => orderOf(clip) < reach);
  return [
    { ...first, clips: [...head.clips, ...below(first.clips)] },
    ...others.map((page) => ({ ...page, clips: below(page.clips) })),
  ];
}

/** The pages with some clips changed; the same pages when none is concerned. */
export function changeClips<Page extends { clips: ClipSummary[] }>(
  pages: readonly Page[],
  change: (clip: ClipSummary) => ClipSummary,
): Page[] {
  return pages.map((page) => {
    const clips = page.clips.map(change);
    return clips.every((clip, at) => clip === page.clips[at]) ? page : { ...page, clips };
  });
}
