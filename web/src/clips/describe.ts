import { texts } from "../texts";
import type { Filter } from "./filter";
import { formatCamera, formatName, formatSpan } from "./format";
import { findGroup } from "./groups";
import type { Vocabulary } from "./search";
import type { Places } from "./use_places";
import { addDays, localOf } from "./zone";

/** One thing that a filter asks for, in words, and the filter without it. */
export interface Part {
  words: string;
  without: Filter;
}

export function describeFilter(filter: Filter, places: Places, { groups }: Vocabulary): Part[] {
  const parts: Part[] = [];
  const add = (words: string, change: Partial<Filter>) =>
    parts.push({ words, without: { ...filter, ...change } });
  if (filter.site !== null) {
    const site = places.sites.find(({ id }) => id === filter.site);
    add(site?.name ?? formatName(filter.site), { site: null, group: null });
  }
  if (filter.group !== null) {
    add(findGroup(groups, filter)?.name ?? texts.list.group, { group: null });
  }
  for (const camera of filter.cameras) {
    add(formatCamera(camera), { cameras: filter.cameras.filter((id) => id !== camera) });
  }
  if (filter.kind !== null) add(texts.clips.kinds[filter.kind], { kind: null });
  describeTime(filter, places, add);
  if (filter.seen !== null) {
    add(texts.list.seenStates[filter.seen ? "seen" : "unseen"], { seen: null });
  }
  if (filter.starred !== null) add(texts.list.starred, { starred: null });
  if (filter.minDurationMs !== null) {
    add(texts.list.longerThan(formatSpan(filter.minDurationMs)), { minDurationMs: null });
  }
  if (filter.maxDurationMs !== null) {
    add(texts.list.shorterThan(formatSpan(filter.maxDurationMs)), { maxDurationMs: null });
  }
  return parts;
}

function describeTime(
  { after, before }: Filter,
  { zone, formats }: Places,
  add: (words: string, change: Partial<Filter>) => void,
): void {
  const from = after === null ? null : localOf(Date.parse(after), zone);
  const to = before === null ? null : localOf(Date.parse(before), zone);
  const isDay = from?.time === "00:00" && to?.time === "00:00" && addDays(from.date, 1) === to.date;
  if (isDay) {
    add(formats.day(from.date, new Date()), { after: null, before: null });
    return;
  }
  if (after !== null) add(texts.list.after(formats.moment(after)), { after: null });
  if (before !== null) add(texts.list.before(formats.moment(before)), { before: null });
}
