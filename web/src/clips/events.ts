import type { ClipSummary } from "./api";
import { orderOf } from "./state";

/** Clips of a site this close to one another belong together; from an end to the next start. */
const TOGETHER_MS = 60_000;
/** What goes on for longer, or is more, is cut at the quarters of the hours: it might never end. */
const LONG_MS = 30 * 60_000;
const MANY = 100;
/** The most clips of a part of what was cut. */
const PART_MAX = 30;
const QUARTER_MS = 15 * 60_000;

export type SeenOf = "unseen" | "partly" | "seen";

export interface CameraPart {
  camera: string;
  count: number;
  seen: SeenOf;
  /** Where a look at this camera begins: its first unseen clip, or its first. */
  first: ClipSummary;
}

export interface ClipEvent {
  /** Of its oldest clip. */
  id: string;
  site: string;
  date: string;
  /** Oldest first; at least one. */
  clips: readonly ClipSummary[];
  oldest: ClipSummary;
  newest: ClipSummary;
  cameras: readonly CameraPart[];
  seen: SeenOf;
}

function endOf(clip: ClipSummary): number {
  return Date.parse(clip.recorded_at) + (clip.duration_ms ?? 0);
}

/**
 * Events of clips that come newest first, the newest event first. An event belongs to one site and
 * one date. With `together` false every clip is its own.
 */
export function groupEvents(
  clips: readonly ClipSummary[],
  dateOf: (instant: string) => string,
  together = true,
): ClipEvent[] {
  const open = new Map<string, { date: string; endMs: number; clips: ClipSummary[] }>();
  const chains: { date: string; clips: ClipSummary[] }[] = [];
  for (const clip of clips.toReversed()) {
    const date = dateOf(clip.recorded_at);
    const startMs = Date.parse(clip.recorded_at);
    const chain = open.get(clip.site);
    if (
      together &&
      chain !== undefined &&
      chain.date === date &&
      startMs - chain.endMs <= TOGETHER_MS
    ) {
      chain.clips.push(clip);
      chain.endMs = Math.max(chain.endMs, endOf(clip));
    } else {
      const begun = { date, endMs: endOf(clip), clips: [clip] };
      open.set(clip.site, begun);
      chains.push(begun);
    }
  }
  const events = chains.flatMap(({ date, clips }) =>
    cutLong(clips).map((part) => makeEvent(date, part)),
  );
  return events.sort((a, b) => (orderOf(a.newest) < orderOf(b.newest) ? 1 : -1));
}

function cutLong(clips: ClipSummary[]): ClipSummary[][] {
  const first = clips[0];
  const last = clips.at(-1);
  if (first === undefined || last === undefined) return [];
  const spanMs = Date.parse(last.recorded_at) - Date.parse(first.recorded_at);
  if (spanMs <= LONG_MS && clips.length <= MANY) return [clips];
  const parts = new Map<number, ClipSummary[]>();
  for (const clip of clips) {
    const quarter = Math.floor(Date.parse(clip.recorded_at) / QUARTER_MS);
    const part = parts.get(quarter);
    if (part === undefined) parts.set(quarter, [clip]);
    else part.push(clip);
  }
  return [...parts.values()].flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / PART_MAX) }, (_, at) =>
      part.slice(at * PART_MAX, (at + 1) * PART_MAX),
    ),
  );
}

function makeEvent(date: string, clips: ClipSummary[]): ClipEvent {
  const [oldest] = clips;
  const newest = clips.at(-1);
  if (oldest === undefined || newest === undefined) throw new Error("an event has clips");
  const cameras = [...new Set(clips.map((clip) => clip.camera))].map((camera) => {
    const own = clips.filter((clip) => clip.camera === camera);
    const first = own.find((clip) => clip.seen !== true) ?? own[0] ?? oldest;
    return { camera, count: own.length, seen: seenOf(own), first };
  });
  const { id, site } = oldest;
  return { id, site, date, clips, oldest, newest, cameras, seen: seenOf(clips) };
}

export function seenOf(clips: readonly ClipSummary[]): SeenOf {
  const seen = clips.filter((clip) => clip.seen === true).length;
  if (seen === 0) return "unseen";
  return seen === clips.length ? "seen" : "partly";
}

export interface EventDay {
  date: string;
  events: ClipEvent[];
  /** Days without clips between this one and the next older one that is loaded. */
  emptyBelow: number;
}

/** Events by date, as the list shows them. */
export function groupDays(
  events: readonly ClipEvent[],
  countDays: (earlier: string, later: string) => number,
): EventDay[] {
  const days: EventDay[] = [];
  for (const event of events) {
    const last = days.at(-1);
    if (last?.date === event.date) {
      last.events.push(event);
      continue;
    }
    if (last !== undefined) last.emptyBelow = Math.max(0, countDays(event.date, last.date) - 1);
    days.push({ date: event.date, events: [event], emptyBelow: 0 });
  }
  return days;
}

/** The event this clip is part of. */
export function findEvent(events: readonly ClipEvent[], clipId: string): ClipEvent | null {
  return events.find((event) => event.clips.some((clip) => clip.id === clipId)) ?? null;
}
