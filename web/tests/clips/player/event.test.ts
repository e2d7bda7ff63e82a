import { expect, test } from "vitest";
import type { ClipQuery, ClipSummary } from "../../../src/clips/api";
import { fetchAround } from "../../../src/clips/player/around";
import { eventOf, nextInEvent } from "../../../src/clips/player/event";
import { clipAt } from "../clips";

const at = (time: string, changes: Partial<ClipSummary> = {}) =>
  clipAt(`2026-11-21T${time}.000Z`, { duration_ms: 10_000, ...changes });

const PORCH = at("04:00:00");
const GARDEN = at("04:00:40", { camera: "home_garden" });
const LATER = at("04:01:30");
const ELSEWHERE = at("04:00:50", { site: "barn", camera: "barn_stall" });
const HOURS_LATER = at("07:00:00");
const ALL = [HOURS_LATER, LATER, ELSEWHERE, GARDEN, PORCH];

/** A catalogue that answers as the API does: `after` inclusive, `before` exclusive. */
function catalogue(clips: readonly ClipSummary[], asked: ClipQuery[] = []) {
  return {
    clips: async (query: ClipQuery) => {
      asked.push(query);
      const found = clips
        .filter((clip) => query.site === undefined || clip.site === query.site)
        .filter((clip) => query.after === undefined || clip.recorded_at >= query.after)
        .filter((clip) => query.before === undefined || clip.recorded_at < query.before)
        .toSorted((a, b) => (a.recorded_at < b.recorded_at ? 1 : -1));
      const items = query.order === "oldest" ? found.toReversed() : found;
      return { items: items.slice(0, query.limit), cursor: null };
    },
  };
}

const { signal } = new AbortController();

test("an event goes on over the cameras of one site, the oldest clip first", () => {
  const event = eventOf(ALL, GARDEN);
  expect(event?.clips).toEqual([PORCH, GARDEN, LATER]);
  expect(nextInEvent(event, PORCH.id)).toBe(GARDEN);
  expect(nextInEvent(event, LATER.id)).toBeNull();
  expect(nextInEvent(event, HOURS_LATER.id)).toBeNull();
  expect(nextInEvent(null, PORCH.id)).toBeNull();
});

test("what does not play yet is passed over", () => {
  const uploading = { ...GARDEN, playable: false };
  const event = eventOf([LATER, uploading, PORCH], PORCH);
  expect(nextInEvent(event, PORCH.id)).toBe(LATER);
});

test("an event across midnight is one", () => {
  const before = clipAt("2026-11-21T23:59:50.000Z");
  const after = clipAt("2026-11-22T00:00:20.000Z");
  expect(eventOf([after, before], after)?.clips).toEqual([before, after]);
});

test("both sides of a clip are fetched, each clip once and newest first", async () => {
  const asked: ClipQuery[] = [];
  const around = await fetchAround(catalogue(ALL, asked), GARDEN, { site: "home" }, signal);
  expect(around).toEqual([HOURS_LATER, LATER, GARDEN, PORCH]);
  expect(asked.every(({ limit, site }) => limit === 100 && site === "home")).toBe(true);
});

test("a clip that the filter leaves out is in its event nevertheless", async () => {
  const others = ALL.filter((clip) => clip !== GARDEN);
  const around = await fetchAround(catalogue(others), GARDEN, { site: "home" }, signal);
  expect(eventOf(around, GARDEN)?.clips).toEqual([PORCH, GARDEN, LATER]);
});
