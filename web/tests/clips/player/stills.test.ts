import { expect, test } from "vitest";
import { arrangeStills, isNearEdge, stillMs } from "../../../src/clips/player/stills";
import { clipAt } from "../clips";

const STILLS = Array.from({ length: 40 }, (_, at) =>
  clipAt(new Date(Date.parse("2026-11-21T04:00:00Z") + at * 1000).toISOString(), { kind: "still" }),
).toReversed();

test("stills come in the order they were taken", () => {
  const newest = clipAt("2026-11-21T04:00:39Z", { kind: "still" });
  const stills = arrangeStills(STILLS, newest);
  expect(stills).toMatchObject({ at: 39, isLoaded: true });
  expect(stills.clips.at(-1)).toEqual(newest);
});

test("a still is alone until those around it are loaded", () => {
  const still = clipAt("2026-11-21T09:00:00Z", { kind: "still" });
  expect(arrangeStills(undefined, still)).toEqual({ clips: [still], at: 0, isLoaded: false });
  expect(arrangeStills(STILLS, still)).toMatchObject({ at: -1, isLoaded: false });
});

test("more are loaded near an edge, unless there are no more", () => {
  const at = (index: number, sideMax: number) => isNearEdge({ clips: STILLS, at: index }, sideMax);
  expect([at(3, 20), at(20, 20), at(35, 20)]).toEqual([true, false, true]);
  expect(at(3, 100)).toBe(false);
  expect(at(-1, 100)).toBe(true);
});

test("speed shortens the time of each, but not below what a browser follows", () => {
  expect(stillMs(1)).toBe(1000);
  expect(stillMs(0.5)).toBe(2000);
  expect(stillMs(4)).toBe(400);
});
