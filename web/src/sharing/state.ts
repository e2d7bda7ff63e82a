import { instantOf, localOf } from "../clips/zone";
import type { Export, Shared } from "./api";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
export const SPAN_MAX_DAYS = 31;

/** The address somebody is given; the secret is behind the `#`, so that no server logs it. */
export function formatShareLink(origin: string, secret: string): string {
  return `${origin}/#/shared/${secret}`;
}

export function endOf(days: number, nowMs: number): string {
  return new Date(nowMs + days * DAY_MS).toISOString();
}

/** The best of a shared recording that browsers play, and a picture to begin with. */
export function pickShared({ kind, playable, media }: Shared): {
  source: string | null;
  poster: string | null;
} {
  const poster = media.thumb?.url ?? null;
  if (kind === "still") return { source: media.original?.url ?? poster, poster };
  const full = playable ? (media.hd ?? media.original) : null;
  return { source: (full ?? media.sd)?.url ?? null, poster };
}

/** A local time as `<input type="datetime-local">` writes it. */
export function formatField(instantMs: number, zone: string): string {
  const { date, time } = localOf(instantMs, zone);
  return `${date}T${time}`;
}

/** null for a field that is empty or half filled. */
export function readField(field: string, zone: string): number | null {
  const [date = "", time = ""] = field.split("T");
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d/.test(time)) return null;
  const instantMs = instantOf(date, time.slice(0, 5), zone);
  return Number.isNaN(instantMs) ? null : instantMs;
}

export interface Range {
  after: string;
  before: string;
}

/** null unless the end is later than the begin, by up to 31 days. */
export function readRange(from: string, to: string, zone: string): Range | null {
  const [fromMs, toMs] = [readField(from, zone), readField(to, zone)];
  if (fromMs === null || toMs === null) return null;
  const spanMs = toMs - fromMs;
  if (spanMs <= 0 || spanMs > SPAN_MAX_DAYS * DAY_MS) return null;
  return { after: new Date(fromMs).toISOString(), before: new Date(toMs).toISOString() };
}

/** The fields of the last hours, up to the minute that has begun. */
export function presetFields(hours: number, nowMs: number, zone: string): [string, string] {
  const toMs = Math.ceil(nowMs / 60_000) * 60_000;
  return [formatField(toMs - hours * HOUR_MS, zone), formatField(toMs, zone)];
}

export function isMoving({ state }: Export): boolean {
  return state === "queued" || state === "running";
}

/** 0 to 1, or null before anything was counted. */
export function progressOf(job: Export): number | null {
  if (job.bytes_total > 0) return Math.min(1, job.bytes_done / job.bytes_total);
  return job.clips_total > 0 ? job.clips_done / job.clips_total : null;
}
