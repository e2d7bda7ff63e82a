import { boundsOf, localOf } from "../clips/zone";
import type { Role } from "./api";
import type { Group } from "./groups_api";

/** What each role may do; the API decides, this only keeps what is refused anyway off the page. */
export function mayArrange(role: Role): boolean {
  return role === "owner" || role === "operator";
}

export function mayGovern(role: Role): boolean {
  return role === "owner";
}

/** A group as a person edits it. */
export interface GroupDraft {
  name: string;
  cameras: readonly string[];
}

export function draftOf(group: Group | null): GroupDraft {
  return { name: group?.name ?? "", cameras: group?.cameras ?? [] };
}

export function isSameDraft(one: GroupDraft, other: GroupDraft): boolean {
  return one.name.trim() === other.name.trim() && isSameSet(one.cameras, other.cameras);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}

/**
 * What both editors wanted: of name and cameras, whichever only one of them changed; where both
 * did, mine. Cameras that either added are in it, those that either removed are not.
 */
export function mergeDrafts(base: GroupDraft, mine: GroupDraft, theirs: GroupDraft): GroupDraft {
  const name = mine.name.trim() === base.name.trim() ? theirs.name : mine.name;
  if (isSameSet(mine.cameras, base.cameras)) return { name, cameras: theirs.cameras };
  const removed = new Set(base.cameras.filter((camera) => !theirs.cameras.includes(camera)));
  const added = theirs.cameras.filter(
    (camera) => !base.cameras.includes(camera) && !mine.cameras.includes(camera),
  );
  return { name, cameras: [...mine.cameras.filter((camera) => !removed.has(camera)), ...added] };
}

/** Adds it at the end, or takes it out. */
export function toggle<T>(items: readonly T[], item: T): readonly T[] {
  return items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
}

/** A membership ends with its last day in the site's zone; an empty date is no end. */
export function expiryOf(lastDay: string, zone: string): string | null {
  return lastDay === "" ? null : new Date(boundsOf(lastDay, zone).toMs).toISOString();
}

/** The last day with access, for a date field; empty without an end. */
export function lastDayOf(expiresAt: string | null, zone: string): string {
  return expiresAt === null ? "" : localOf(Date.parse(expiresAt) - 1, zone).date;
}

/** Continents with their zones, as a list of choices; a zone in use that the browser does not know stays. */
export function groupZones(zones: readonly string[], used: string) {
  const groups = new Map<string, string[]>();
  for (const zone of new Set([...zones, used].sort())) {
    const [area = zone] = zone.split("/", 1);
    const group = zone.includes("/") ? area : "UTC";
    groups.set(group, [...(groups.get(group) ?? []), zone]);
  }
  return [...groups].map(([group, items]) => ({
    group,
    items: items.map((value) => ({ value, label: value.replaceAll("_", " ") })),
  }));
}
