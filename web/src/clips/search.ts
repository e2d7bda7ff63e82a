import { CLIPS_CAMERAS_PER_QUESTION_MAX, KINDS } from "../contract";
import { type Filter, NO_FILTER } from "./filter";
import { findGroup } from "./groups";
import { addDays, instantOf, localOf } from "./zone";

/**
 * The search line: `camera:porch,garden before:2026-11-01 kind:still`. Its words are the same in
 * every language, so that a line can be handed on like an address.
 */
export interface Vocabulary {
  cameras: readonly { id: string; site: string; name: string }[];
  groups: readonly { id: string; site: string; name: string }[];
  sites: readonly string[];
  /** Dates and times are of this zone. */
  zone: string;
  nowMs: number;
}

export type Fault =
  | "word"
  | "camera"
  | "cameras"
  | "twoCameras"
  | "group"
  | "twoGroups"
  | "site"
  | "kind"
  | "date"
  | "flag"
  | "duration"
  | "order";

export interface SearchFault {
  fault: Fault;
  /** What was written. */
  word: string;
}

export interface Search {
  filter: Filter;
  faults: SearchFault[];
}

export const KEYS = [
  "camera",
  "group",
  "site",
  "kind",
  "on",
  "after",
  "before",
  "seen",
  "starred",
  "longer",
  "shorter",
] as const;
export type Key = (typeof KEYS)[number];

interface Word {
  key: string | null;
  value: string;
  text: string;
  start: number;
  end: number;
}

/** Words end at spaces, except inside quotes. */
function splitWords(line: string): Word[] {
  return [...line.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map((match) => {
    const text = match[0];
    const colon = text.indexOf(":");
    const value = text.slice(colon + 1).replaceAll('"', "");
    const key = colon < 0 ? null : text.slice(0, colon).toLowerCase();
    return { key, value, text, start: match.index, end: match.index + text.length };
  });
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The filter a line asks for; the place in time and the view stay as they are in `before`. */
export function parseSearch(line: string, vocabulary: Vocabulary, before: Filter): Search {
  const words = splitWords(line);
  const filter: Filter = { ...NO_FILTER, at: before.at, events: before.events };
  const faults: SearchFault[] = [];
  // Names of cameras and groups may be told apart by the site, wherever in the line it stands.
  const ordered = [...words].sort((a, b) => Number(b.key === "site") - Number(a.key === "site"));
  for (const word of ordered) {
    const fault = takeWord(word, filter, vocabulary);
    if (fault !== null) faults.push({ fault, word: word.text });
  }
  if (filter.after !== null && filter.before !== null && filter.after >= filter.before) {
    faults.push({
      fault: "order",
      word: words.findLast((word) => word.key === "before")?.text ?? line,
    });
  }
  return { filter: { ...filter, cameras: [...new Set(filter.cameras)].sort() }, faults };
}

function takeWord(word: Word, filter: Filter, vocabulary: Vocabulary): Fault | null {
  const { key, value } = word;
  switch (key) {
    case null:
    case "camera":
      return takeCameras(
        key === null ? word.text.replaceAll('"', "") : value,
        filter,
        vocabulary,
        key,
      );
    case "site":
      if (!vocabulary.sites.includes(value.toLowerCase())) return "site";
      filter.site = value.toLowerCase();
      return null;
    case "group":
      return takeGroup(value, filter, vocabulary);
    case "kind":
      filter.kind = KINDS.find((kind) => same(kind, value)) ?? null;
      return filter.kind === null ? "kind" : null;
    case "seen":
    case "starred": {
      const flag = { yes: true, no: false, true: true, false: false }[value.toLowerCase()];
      if (flag === undefined) return "flag";
      filter[key] = flag;
      return null;
    }
    case "longer":
    case "shorter": {
      const durationMs = parseDuration(value);
      if (durationMs === null) return "duration";
      filter[key === "longer" ? "minDurationMs" : "maxDurationMs"] = durationMs;
      return null;
    }
    case "on":
    case "after":
    case "before":
      return takeDate(key, value, filter, vocabulary);
    default:
      return "word";
  }
}

function takeCameras(
  value: string,
  filter: Filter,
  { cameras }: Vocabulary,
  key: "camera" | null,
): Fault | null {
  const found: string[] = [];
  for (const name of value.split(",")) {
    const fit = cameras.filter(
      (camera) =>
        same(camera.id, name) ||
        (same(camera.name, name) && (filter.site === null || camera.site === filter.site)),
    );
    const [camera] = fit;
    if (camera === undefined) return key === null ? "word" : "camera";
    if (fit.length > 1) return "twoCameras";
    found.push(camera.id);
  }
  filter.cameras = [...filter.cameras, ...found];
  return filter.cameras.length > CLIPS_CAMERAS_PER_QUESTION_MAX ? "cameras" : null;
}

function takeGroup(name: string, filter: Filter, { groups }: Vocabulary): Fault | null {
  const fit = groups.filter(
    (group) => same(group.name, name) && (filter.site === null || group.site === filter.site),
  );
  const [group] = fit;
  if (group === undefined) return "group";
  if (fit.length > 1) return "twoGroups";
  filter.group = group.id;
  filter.site = group.site;
  return null;
}

function takeDate(
  key: "on" | "after" | "before",
  value: string,
  filter: Filter,
  { zone, nowMs }: Vocabulary,
): Fault | null {
  const today = localOf(nowMs, zone).date;
  const named = { today, yesterday: addDays(today, -1) }[value.toLowerCase()] ?? value;
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/i.exec(named);
  const [, date = "", time] = parts ?? [];
  if (!isDate(date) || (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)))
    return "date";
  if (key === "on" && time !== undefined) return "date";
  const instant = (day: string) => new Date(instantOf(day, time ?? "00:00", zone)).toISOString();
  if (key !== "before") filter.after = instant(date);
  if (key === "before") filter.before = instant(date);
  if (key === "on") filter.before = instant(addDays(date, 1));
  return null;
}

function isDate(date: string): boolean {
  const instantMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instantMs) && new Date(instantMs).toISOString().startsWith(date);
}

/** 30s, 2m, 1.5h; a bare number is seconds. */
export function parseDuration(text: string): number | null {
  const parts = /^(\d{1,5}(?:\.\d)?)(s|m|h)?$/i.exec(text);
  if (parts === null) return null;
  const unit = { s: 1000, m: 60_000, h: 3_600_000 }[parts[2]?.toLowerCase() ?? "s"] ?? 1000;
  const durationMs = Number(parts[1]) * unit;
  return durationMs <= 86_400_000 ? durationMs : null;
}

export function writeDuration(durationMs: number): string {
  if (durationMs % 3_600_000 === 0 && durationMs > 0) return `${durationMs / 3_600_000}h`;
  if (durationMs % 60_000 === 0 && durationMs > 0) return `${durationMs / 60_000}m`;
  return `${Math.round(durationMs / 100) / 10}s`;
}

/** The line that asks for this filter. */
export function writeSearch(filter: Filter, vocabulary: Vocabulary): string {
  const words: string[] = [];
  const write = (key: Key, value: string | null) => {
    if (value !== null) words.push(/\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`);
  };
  const flag = (value: boolean | null) => (value === null ? null : value ? "yes" : "no");
  write("site", filter.site);
  const group = findGroup(vocabulary.groups, filter);
  write("group", group?.name ?? null);
  if (filter.cameras.length > 0) {
    write("camera", filter.cameras.map((id) => nameCamera(id, filter.site, vocabulary)).join(","));
  }
  write("kind", filter.kind);
  for (const [key, value] of writeSpan(filter, vocabulary.zone)) write(key, value);
  write("seen", flag(filter.seen));
  write("starred", flag(filter.starred));
  write("longer", filter.minDurationMs === null ? null : writeDuration(filter.minDurationMs));
  write("shorter", filter.maxDurationMs === null ? null : writeDuration(filter.maxDurationMs));
  return words.join(" ");
}

function nameCamera(id: string, site: string | null, { cameras }: Vocabulary): string {
  const camera = cameras.find((known) => known.id === id);
  if (camera === undefined) return id;
  const twins = cameras.filter(
    (other) => same(other.name, camera.name) && (site === null || other.site === site),
  );
  return twins.length > 1 ? id : camera.name;
}

function writeSpan({ after, before }: Filter, zone: string): [Key, string][] {
  const write = (instant: string) => {
    const { date, time } = localOf(Date.parse(instant), zone);
    return time === "00:00" ? date : `${date}T${time}`;
  };
  const from = after === null ? null : write(after);
  const to = before === null ? null : write(before);
  if (from !== null && to !== null && from.length === 10 && addDays(from, 1) === to) {
    return [["on", from]];
  }
  const span: [Key, string][] = [];
  if (from !== null) span.push(["after", from]);
  if (to !== null) span.push(["before", to]);
  return span;
}

/** Lines that go on from what is written before `caret`; each is the whole new line. */
export function completeSearch(line: string, caret: number, vocabulary: Vocabulary): string[] {
  const word = splitWords(line).find(({ start, end }) => start < caret && caret <= end);
  const start = word?.start ?? caret;
  const typed = line.slice(start, caret).toLowerCase().replaceAll('"', "");
  const put = (text: string, done: boolean) =>
    `${line.slice(0, start)}${text}${done && caret >= line.trimEnd().length ? " " : ""}${line.slice(word?.end ?? caret)}`;
  const colon = typed.indexOf(":");
  if (colon < 0) {
    const keys = KEYS.filter((key) => key.startsWith(typed)).map((key) => put(`${key}:`, false));
    const cameras = typed === "" ? [] : offer("camera", typed, vocabulary);
    return [...keys, ...cameras.map((text) => put(text, true))];
  }
  const key = KEYS.find((known) => known === typed.slice(0, colon));
  if (key === undefined) return [];
  return offer(key, typed.slice(colon + 1), vocabulary)
    .filter((text) => text.toLowerCase() !== word?.text.toLowerCase())
    .map((text) => put(text, true));
}

/** Whole words with that key whose value goes on from what was typed. */
function offer(key: Key, typed: string, vocabulary: Vocabulary): string[] {
  const comma = key === "camera" ? typed.lastIndexOf(",") + 1 : 0;
  const begun = typed.slice(comma);
  const values = valuesOf(key, vocabulary)
    // A name that is there twice is offered with its site, and found by its name all the same.
    .filter((value) =>
      [value, value.split("_").at(-1) ?? ""].some((text) => text.toLowerCase().startsWith(begun)),
    )
    .map((value) => typed.slice(0, comma) + value);
  return values.map((value) => (/\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`));
}

function valuesOf(key: Key, vocabulary: Vocabulary): readonly string[] {
  switch (key) {
    case "camera":
      return vocabulary.cameras.map(({ id }) => nameCamera(id, null, vocabulary));
    case "group":
      return [...new Set(vocabulary.groups.map(({ name }) => name))];
    case "site":
      return vocabulary.sites;
    case "kind":
      return KINDS;
    case "seen":
    case "starred":
      return ["yes", "no"];
    case "longer":
    case "shorter":
      return ["10s", "30s", "1m", "5m"];
    default: {
      const today = localOf(vocabulary.nowMs, vocabulary.zone).date;
      return ["today", "yesterday", today, addDays(today, -7), `${today.slice(0, 7)}-01`];
    }
  }
}
