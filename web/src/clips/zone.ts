/**
 * Days and hours of a place. A day is a date as the contract writes it, 2026-11-21; an instant is
 * milliseconds since 1970 in UTC. Days have 23, 24 or 25 hours.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("sv-SE", {
      dateStyle: "short",
      timeStyle: "medium",
      timeZone: zone,
    });
    clocks.set(zone, clock);
  }
  return clock;
}

export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

export interface LocalTime {
  date: string;
  /** 14:03 */
  time: string;
}

/** What calendar and clock say there. */
export function localOf(instantMs: number, zone: string): LocalTime {
  const [date = "", time = ""] = clockOf(zone).format(new Date(instantMs)).split(" ");
  return { date, time: time.slice(0, 5) };
}

function offsetMs(instantMs: number, zone: string): number {
  const wall = clockOf(zone).format(new Date(instantMs)).replace(" ", "T");
  return Date.parse(`${wall}Z`) - Math.floor(instantMs / 1000) * 1000;
}

/**
 * When clocks there show it. A time that is skipped in spring is as much later; of a time that
 * comes twice in autumn it is the first.
 */
export function instantOf(date: string, time: string, zone: string): number {
  const wallMs = Date.parse(`${date}T${time}:00Z`);
  const before = offsetMs(wallMs - DAY_MS, zone);
  const after = offsetMs(wallMs + DAY_MS, zone);
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    if (offsetMs(wallMs - offset, zone) === offset) return wallMs - offset;
  }
  return wallMs - before;
}

export interface Bounds {
  fromMs: number;
  /** The first instant that is no longer part of it. */
  toMs: number;
}

export function boundsOf(date: string, zone: string): Bounds {
  return {
    fromMs: startOf(date, zone),
    toMs: startOf(addDays(date, 1), zone),
  };
}

/** Midnight; where clocks skip it, the first instant of the day. */
function startOf(date: string, zone: string): number {
  const start = instantOf(date, "00:00", zone);
  if (localOf(start, zone).date === date) return start;
  let early = start;
  while (localOf(early, zone).date < date) early += 15 * MINUTE_MS;
  return early;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `later` is after `earlier`. */
export function countDays(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}

export function addMonths(month: string, months: number): string {
  const [year = 0, index = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, index - 1 + months, 1)).toISOString().slice(0, 7);
}

/** Tells dates of instants that mostly follow one another, without asking the calendar each time. */
export function makeDateOf(zone: string): (instant: string) => string {
  let known: (Bounds & { date: string }) | null = null;
  return (instant) => {
    const instantMs = Date.parse(instant);
    if (known !== null && instantMs >= known.fromMs && instantMs < known.toMs) return known.date;
    const { date } = localOf(instantMs, zone);
    known = { date, ...boundsOf(date, zone) };
    return date;
  };
}

/** CET, GMT+2, … as it is said at that instant. */
export function nameZone(zone: string, instantMs: number, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: "short",
  }).formatToParts(new Date(instantMs));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Its short name and its own, as in "CET, Europe/Berlin"; once where they are the same. */
export function describeZone(zone: string, instantMs: number, locale: string): string {
  const short = nameZone(zone, instantMs, locale);
  return short === zone ? zone : `${short}, ${zone}`;
}

/** The reader's own. */
export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Marks along a day for every `stepHours` hours of its clock, whatever the day's length. */
export function tickHours(date: string, zone: string, stepHours: number): (Bounds & LocalTime)[] {
  const ticks: (Bounds & LocalTime)[] = [];
  const { toMs } = boundsOf(date, zone);
  for (let hour = 0; hour < 24; hour += stepHours) {
    const time = `${String(hour).padStart(2, "0")}:00`;
    const fromMs = instantOf(date, time, zone);
    ticks.push({ date, time, fromMs, toMs });
  }
  return ticks;
}
