import { expect, test } from "vitest";
import { isFiltered, NO_FILTER, readFilter, toNow, writeFilter } from "../../src/clips/filter";

test("everything a filter can say survives its address", () => {
  const filter = {
    cameras: ["barn_stall", "home_porch"],
    site: "home",
    group: "01KAJ5X9QJ8Z3V6M2N4P7R0TSW",
    kind: "still",
    after: "2026-11-01T00:00:00.000Z",
    before: "2026-11-02T00:00:00.000Z",
    seen: false,
    starred: true,
    minDurationMs: 1000,
    maxDurationMs: 60_000,
    at: "2026-11-01T12:00:00.000Z",
    events: false,
  } as const;
  expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
});

test.each([
  "camera=porch",
  "camera=../x_y,",
  "kind=film",
  "after=yesterday",
  "at=1",
  "before=",
  "seen=1",
  "starred=no",
  "min_duration_ms=-5",
  "min_duration_ms=1e9",
  "view=tiles",
])("%s means nothing", (query) => {
  expect(readFilter(new URLSearchParams(query))).toEqual(NO_FILTER);
});

test("instants of any zone become those of the contract", () => {
  const words = new URLSearchParams({ at: "2026-11-01T12:00:00+01:00" });
  expect(readFilter(words).at).toBe("2026-11-01T11:00:00.000Z");
});

test("cameras are each named once and in order, so that one wish has one address", () => {
  const words = new URLSearchParams("camera=b_b,a_a,b_b");
  expect(readFilter(words).cameras).toEqual(["a_a", "b_b"]);
});

test("where a list stands open leaves nothing out", () => {
  const open = { ...NO_FILTER, at: "2026-11-01T12:00:00.000Z", events: false };
  expect(isFiltered(open)).toBe(false);
  expect(isFiltered({ ...open, seen: false })).toBe(true);
  expect(toNow(open).at).toBeNull();
});
