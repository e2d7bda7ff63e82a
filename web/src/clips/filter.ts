import { CLIPS_CAMERAS_PER_QUESTION_MAX, KINDS, type Kind } from "../contract";

/** Which clips a person looks for, and where the list stands open; null and [] mean all. */
export interface Filter {
  /** API-wide ids, sorted. */
  cameras: readonly string[];
  site: string | null;
  /** Id of a group of cameras of `site`. */
  group: string | null;
  kind: Kind | null;
  /** Instants as the contract writes them. */
  after: string | null;
  before: string | null;
  seen: boolean | null;
  starred: boolean | null;
  minDurationMs: number | null;
  maxDurationMs: number | null;
  /** The list opens at this instant, newer clips above it; null is now. */
  at: string | null;
  /** Clips that belong together are one tile. */
  events: boolean;
}

export const NO_FILTER: Filter = {
  cameras: [],
  site: null,
  group: null,
  kind: null,
  after: null,
  before: null,
  seen: null,
  starred: null,
  minDurationMs: null,
  maxDurationMs: null,
  at: null,
  events: true,
};

const CAMERA_ID = /^[a-z0-9][a-z0-9-]{0,31}_[a-z0-9][a-z0-9-]{0,31}$/;
const DURATION_MS_MAX = 86_400_000;

/** Whether anything is left out; where the list stands open leaves nothing out. */
export function isFiltered(filter: Filter): boolean {
  return writeFilter({ ...filter, at: null, events: true }).size > 0;
}

/** The same wish without a place in time. */
export function toNow(filter: Filter): Filter {
  return { ...filter, at: null };
}

/** Words that mean nothing filter nothing. */
export function readFilter(words: URLSearchParams): Filter {
  const cameras = (words.get("camera") ?? "").split(",").filter((id) => CAMERA_ID.test(id));
  return {
    cameras: [...new Set(cameras)].sort().slice(0, CLIPS_CAMERAS_PER_QUESTION_MAX),
    site: words.get("site"),
    group: words.get("group"),
    kind: KINDS.find((kind) => kind === words.get("kind")) ?? null,
    after: readInstant(words.get("after")),
    before: readInstant(words.get("before")),
    seen: readFlag(words.get("seen")),
    starred: readFlag(words.get("starred")),
    minDurationMs: readDuration(words.get("min_duration_ms")),
    maxDurationMs: readDuration(words.get("max_duration_ms")),
    at: readInstant(words.get("at")),
    events: words.get("view") !== "clips",
  };
}

/** As short as it can be: what is not asked for is not written. */
export function writeFilter(filter: Filter): URLSearchParams {
  const words = new URLSearchParams();
  const write = (name: string, value: string | number | boolean | null) => {
    if (value !== null) words.set(name, String(value));
  };
  write("camera", filter.cameras.length === 0 ? null : filter.cameras.join(","));
  write("site", filter.site);
  write("group", filter.group);
  write("kind", filter.kind);
  write("after", filter.after);
  write("before", filter.before);
  write("seen", filter.seen);
  write("starred", filter.starred);
  write("min_duration_ms", filter.minDurationMs);
  write("max_duration_ms", filter.maxDurationMs);
  write("at", filter.at);
  write("view", filter.events ? null : "clips");
  return words;
}

function readInstant(text: string | null): string | null {
  const instantMs = text === null || !/^\d{4}-/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(instantMs) ? null : new Date(instantMs).toISOString();
}

function readFlag(text: string | null): boolean | null {
  return text === "true" ? true : text === "false" ? false : null;
}

function readDuration(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Math.min(Number(text), DURATION_MS_MAX) : null;
}
