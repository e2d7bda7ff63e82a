import { addDays, boundsOf, localOf } from "../clips/zone";
import type { Statistics } from "./api";

/** How many days back, today among them. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];
const DEFAULT_PERIOD: Period = 30;

export interface Wanted {
  /** null for the first of the reader's sites. */
  site: string | null;
  period: Period;
}

export function readWanted(query: URLSearchParams): Wanted {
  const days = Number(query.get("days"));
  return {
    site: query.get("site"),
    period: PERIODS.find((period) => period === days) ?? DEFAULT_PERIOD,
  };
}

export function formatWanted({ site, period }: Wanted): string {
  const words = new URLSearchParams();
  if (site !== null) words.set("site", site);
  if (period !== DEFAULT_PERIOD) words.set("days", String(period));
  return words.size === 0 ? "#/statistics" : `#/statistics?${words}`;
}

/** Whole days of a place, up to the end of today. */
export function boundPeriod(period: Period, nowMs: number, zone: string) {
  const today = localOf(nowMs, zone).date;
  const first = boundsOf(addDays(today, 1 - period), zone);
  const last = boundsOf(today, zone);
  return {
    after: new Date(first.fromMs).toISOString(),
    before: new Date(last.toMs).toISOString(),
  };
}

/** A bar of a chart; `label` names it, `clips` is how high it is. */
export interface Bar {
  key: string;
  label: string;
  clips: number;
}

/** The least of 1, 2, 5, 10, 20, 50, … that no bar is higher than. */
export function chooseTop(bars: readonly Bar[]): number {
  const most = Math.max(1, ...bars.map((bar) => bar.clips));
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 2, 5]) if (step * power >= most) return step * power;
  return 10 * power;
}

/** The highest bar, the first of several; null when all are empty. */
export function findPeak(bars: readonly Bar[]): Bar | null {
  let peak: Bar | null = null;
  for (const bar of bars) if (bar.clips > (peak?.clips ?? 0)) peak = bar;
  return peak;
}

/** Which bars are named below a chart, so that names do not meet: some, evenly, from the first. */
export function chooseTicks(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

export interface Totals {
  clips: number;
  durationMs: number;
  storedBytes: number;
  bytesADay: number;
  costAMonth: number;
}

export function addUp({ cameras, stored_bytes, forecast_cost_a_month }: Statistics): Totals {
  const sum = (of: (camera: Statistics["cameras"][number]) => number) =>
    cameras.reduce((total, camera) => total + of(camera), 0);
  return {
    clips: sum((camera) => camera.clips),
    durationMs: sum((camera) => camera.duration_ms),
    storedBytes: stored_bytes,
    bytesADay: sum((camera) => camera.bytes_a_day),
    costAMonth: forecast_cost_a_month,
  };
}
