import { texts } from "../texts";

/** How this reader's browser writes times and numbers. */
export interface Formats {
  /** 14:03 */
  time(instant: string): string;
  /** 14:03:12 */
  exactTime(instant: string): string;
  /** 21 Nov 2026, 14:03:12 CET */
  moment(instant: string): string;
  /** Today, Yesterday or the date in words */
  day(date: string, now: Date): string;
  /** a date without the weekday: 21 Nov 2026 */
  date(date: string): string;
  /** local date, 2026-11-21 */
  dateOf(instant: string): string;
  number(value: number): string;
  /** 3 min ago, 2 days ago */
  ago(instant: string, nowMs: number): string;
  /** The language and country they are written for: de-AT */
  locale: string;
  /** The same as clocks and calendars of that zone say it. */
  inZone(zone: string): Formats;
}

/** `iso` writes every date as 2026-11-21 and every hour of 24; otherwise they are the locale's. */
export function makeFormats(locale: string, timeZone?: string, isoDates = false): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = isoDates ? ({ hourCycle: "h23" } as const) : {};
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", ...clock, ...zone });
  const exactTime = new Intl.DateTimeFormat(locale, { timeStyle: "medium", ...clock, ...zone });
  const zonedTime = new Intl.DateTimeFormat(locale, { timeStyle: "long", ...clock, ...zone });
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "long",
    ...zone,
  });
  const medium = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const iso = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", ...zone });
  const words = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const;
  const day = new Intl.DateTimeFormat(locale, words);
  const dayAndYear = new Intl.DateTimeFormat(locale, { ...words, year: "numeric" });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const ago = new Intl.RelativeTimeFormat(locale, { style: "narrow", numeric: "always" });
  const zones = new Map<string, Formats>();
  return {
    locale,
    inZone: (other) => {
      const known = zones.get(other) ?? makeFormats(locale, other);
      zones.set(other, known);
      return known;
    },
    ago: (instant, nowMs) => formatAgo(ago, Math.max(0, nowMs - Date.parse(instant))),
    time: (instant) => time.format(new Date(instant)),
    exactTime: (instant) => exactTime.format(new Date(instant)),
    moment: (instant) => {
      const at = new Date(instant);
      return isoDates ? `${iso.format(at)} ${zonedTime.format(at)}` : moment.format(at);
    },
    date: (date) => (isoDates ? date : medium.format(new Date(`${date}T00:00:00Z`))),
    dateOf: (instant) => iso.format(new Date(instant)),
    number: (value) => number.format(value),
    day: (date, now) => {
      const today = iso.format(now);
      if (date === today) return texts.clips.today;
      if (date === previousDate(today)) return texts.clips.yesterday;
      if (isoDates) return `${weekday.format(new Date(`${date}T00:00:00Z`))} ${date}`;
      const sameYear = date.slice(0, 4) === today.slice(0, 4);
      return (sameYear ? day : dayAndYear).format(new Date(`${date}T00:00:00Z`));
    },
  };
}

function formatAgo(format: Intl.RelativeTimeFormat, ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 60) return format.format(-seconds, "second");
  if (seconds < 3600) return format.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), "hour");
  return format.format(-Math.floor(seconds / 86_400), "day");
}

function previousDate(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - 1);
  return noon.toISOString().slice(0, 10);
}

/** 0:07, 12:30, 1:02:03; begun seconds do not count, as in a player, but nothing lasts 0:00. */
export function formatDuration(durationMs: number): string {
  const total = Math.max(1, Math.floor(durationMs / 1000));
  const [hours, minutes, seconds] = [
    Math.floor(total / 3600),
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const pad = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** The largest whole unit, in words: 7 seconds, 3 minutes, 2 days. */
export function formatSpan(spanMs: number): string {
  const seconds = Math.round(Math.abs(spanMs) / 1000);
  if (seconds < 60) return texts.units.seconds(seconds);
  if (seconds < 3600) return texts.units.minutes(Math.round(seconds / 60));
  if (seconds < 86_400) return texts.units.hours(Math.round(seconds / 3600));
  return texts.units.days(Math.round(seconds / 86_400));
}

export function formatBytes(bytes: number, number: (value: number) => string): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${number(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${number(bytes / 1_000_000)} MB`;
  return `${number(bytes / 1_000_000_000)} GB`;
}

/** front-door becomes Front door. */
export function formatName(name: string): string {
  const words = name.replaceAll("-", " ").trim();
  return words === "" ? name : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** `home_porch`: the site, then the camera. */
export function formatCamera(id: string): string {
  return formatName(id.slice(id.indexOf("_") + 1));
}

const CODECS: Record<string, string> = {
  h264: "H.264",
  hevc: "H.265",
  av1: "AV1",
  mjpeg: "JPEG",
  aac: "AAC",
  opus: "Opus",
  mp3: "MP3",
};

export function formatCodec(codec: string): string {
  return CODECS[codec] ?? codec.toUpperCase();
}

/** The gateway's words on each version: "hd: 1280x720 by libx264", "no sd: small as it is". */
export function listVersions(told: string): string[] {
  return told.split("; ").filter((version) => version !== "");
}
