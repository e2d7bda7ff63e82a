import { addDays, addMonths, type Bounds } from "./zone";

/** What a day has, as the calendar shows it. */
export interface DayCount {
  date: string;
  clips: number;
  unseen: number;
}

/** The days of several sites together. */
export function addDayCounts(sites: readonly (readonly DayCount[])[]): DayCount[] {
  const days = new Map<string, DayCount>();
  for (const { date, clips, unseen } of sites.flat()) {
    const known = days.get(date) ?? { date, clips: 0, unseen: 0 };
    days.set(date, { date, clips: known.clips + clips, unseen: known.unseen + unseen });
  }
  return [...days.values()];
}

/** Weeks of a month, from Monday; null where another month is. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  // Sunday is 0; weeks begin on Monday.
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const after = `${addMonths(month, 1)}-01`;
  const weeks: (string | null)[][] = [];
  for (let monday = addDays(first, -lead); monday < after; monday = addDays(monday, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, day) => addDays(monday, day)).map((date) =>
        date.startsWith(month) ? date : null,
      ),
    );
  }
  return weeks;
}

/** Where an arrow key leads in a calendar; null: nowhere. */
export function moveDate(key: string, date: string): string | null {
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  return days === undefined ? null : addDays(date, days);
}

export interface Timeline {
  bucket_ms: number;
  cameras: readonly {
    id: string;
    buckets: readonly { at: string; clips: number; duration_ms: number }[];
  }[];
}

/** A stretch of a day in which something was recorded; from 0 to 1 of the day. */
export interface Bar {
  from: number;
  to: number;
  /** 0 to 1 of the busiest stretch of the same lane. */
  density: number;
  clips: number;
}

/** Bars of one camera, or of all together; where there is none, nothing was recorded. */
export function makeBars(timeline: Timeline, day: Bounds, camera: string | null): Bar[] {
  const counts = new Map<number, number>();
  for (const { id, buckets } of timeline.cameras) {
    if (camera !== null && id !== camera) continue;
    for (const { at, clips } of buckets) {
      const atMs = Date.parse(at);
      if (clips > 0 && atMs + timeline.bucket_ms > day.fromMs && atMs < day.toMs) {
        counts.set(atMs, (counts.get(atMs) ?? 0) + clips);
      }
    }
  }
  const most = Math.max(1, ...counts.values());
  const lengthMs = day.toMs - day.fromMs;
  const place = (ms: number) => Math.min(1, Math.max(0, (ms - day.fromMs) / lengthMs));
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([atMs, clips]) => ({
      from: place(atMs),
      to: place(atMs + timeline.bucket_ms),
      density: clips / most,
      clips,
    }));
}

/** Stretches without any bar, as parts of the day up to `until` (now, on the current day). */
export function findGaps(bars: readonly Bar[], until = 1): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let reached = 0;
  for (const { from, to } of bars) {
    if (from > reached + 1e-9) gaps.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  if (reached < until - 1e-9) gaps.push({ from: reached, to: until });
  return gaps;
}

/** How far through a day an instant is, 0 to 1. */
export function shareOf(day: Bounds, instantMs: number): number {
  return Math.min(1, Math.max(0, (instantMs - day.fromMs) / (day.toMs - day.fromMs)));
}
