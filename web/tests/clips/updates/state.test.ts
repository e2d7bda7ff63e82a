import { expect, test } from "vitest";
import type { ClipSummary, Site } from "../../../src/clips/api";
import { NO_FILTER } from "../../../src/clips/filter";
import {
  CONNECTED_POLL_MS,
  listTopics,
  mayShow,
  PLACES_MAX,
  POLL_MS,
  placesOf,
  pollAfterMs,
  readArrival,
  reconnectAfterMs,
} from "../../../src/clips/updates/state";
import { formatArrivedTopic } from "../../../src/contract";
import { clipAt } from "../clips";

const NOW_MS = Date.parse("2026-11-21T04:30:00.000Z");
const ARRIVAL = {
  clip_id: "01KAJ5X9QJ8Z3V6M2N4P7R0TSW",
  site: "home",
  camera: "porch",
  kind: "clip",
  recorded_at: "2026-11-21T04:26:14.123Z",
} as const;

function site(id: string, cameras: string[] | null = null): Site {
  return { id, name: id, zone: "UTC", role: "guest", cameras } as Site;
}

test("a list hears of each of its sites, of a guest's cameras there, and of five at most", () => {
  expect(placesOf([])).toEqual([]);
  expect(placesOf([site("home"), site("barn", ["door"])])).toEqual([
    { site: "home", cameras: null },
    { site: "barn", cameras: ["door"] },
  ]);
  const sites = Array.from({ length: PLACES_MAX + 1 }, (_, number) => site(`site-${number}`));
  expect(placesOf(sites.slice(1))).toHaveLength(PLACES_MAX);
  expect(placesOf(sites)).toEqual([]);
});

test("topics are those that the authorizer allows, eight a request", () => {
  expect(listTopics({ site: "home", cameras: null })).toEqual([["event/clips/home/+/arrived"]]);
  const cameras = Array.from({ length: 20 }, (_, number) => `cam-${number}`);
  const requests = listTopics({ site: "home", cameras });
  expect(requests.map((topics) => topics.length)).toEqual([8, 8, 4]);
  expect(requests.flat()).toContain("event/clips/home/cam-19/arrived");
});

test.each(["+", "#", "a/b", "", "A"])("%j is no camera of a topic", (camera) => {
  expect(() => formatArrivedTopic("home", camera)).toThrow(RangeError);
});

test("only messages of the contract are read", () => {
  expect(readArrival(JSON.stringify({ ...ARRIVAL, later: 1 }))).toEqual(ARRIVAL);
  for (const wrong of ["", "null", "7", "[]", "{}", JSON.stringify({ ...ARRIVAL, kind: "film" })]) {
    expect(readArrival(wrong)).toBeNull();
  }
});

test("a list that cannot show a clip is not fetched for it", () => {
  expect(mayShow(NO_FILTER, ARRIVAL)).toBe(true);
  expect(mayShow({ ...NO_FILTER, cameras: ["home_porch"], kind: "clip" }, ARRIVAL)).toBe(true);
  expect(mayShow({ ...NO_FILTER, cameras: ["home_garden"] }, ARRIVAL)).toBe(false);
  expect(mayShow({ ...NO_FILTER, cameras: ["barn_porch"] }, ARRIVAL)).toBe(false);
  expect(mayShow({ ...NO_FILTER, site: "barn" }, ARRIVAL)).toBe(false);
  expect(mayShow({ ...NO_FILTER, kind: "still" }, ARRIVAL)).toBe(false);
});

test("who is told asks seldom, but for what a new clip still lacks", () => {
  const whole: ClipSummary[] = [clipAt("2026-11-21T04:29:00.000Z", { playable: true })];
  const uploading = [clipAt("2026-11-21T04:20:00.000Z", { playable: false })];
  const stuck = [clipAt("2026-11-21T04:10:00.000Z", { playable: false })];
  expect(pollAfterMs(false, null, whole, NOW_MS)).toBe(POLL_MS);
  expect(pollAfterMs(true, null, whole, NOW_MS)).toBe(CONNECTED_POLL_MS);
  expect(pollAfterMs(true, null, [], NOW_MS)).toBe(CONNECTED_POLL_MS);
  expect(pollAfterMs(true, NOW_MS - 59_000, whole, NOW_MS)).toBe(POLL_MS);
  expect(pollAfterMs(true, NOW_MS - 61_000, whole, NOW_MS)).toBe(CONNECTED_POLL_MS);
  expect(pollAfterMs(true, null, uploading, NOW_MS)).toBe(POLL_MS);
  expect(pollAfterMs(true, null, stuck, NOW_MS)).toBe(CONNECTED_POLL_MS);
});

test("tries are further and further apart, and not all browsers at once", () => {
  expect(reconnectAfterMs(0, 1)).toBe(1000);
  expect(reconnectAfterMs(0, 0)).toBe(500);
  expect(reconnectAfterMs(3, 1)).toBe(8000);
  expect(reconnectAfterMs(1000, 1)).toBe(120_000);
});
