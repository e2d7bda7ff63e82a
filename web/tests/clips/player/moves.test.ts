import { describe, expect, test } from "vitest";
import { FrameClock } from "../../../src/clips/player/frames";
import { isDoubleTap, readGesture, type Touch } from "../../../src/clips/player/gestures";
import { judgeProgress } from "../../../src/clips/player/stall";

describe("a finger", () => {
  const from: Touch = { x: 200, y: 300, atMs: 0 };
  const to = (dx: number, dy: number, atMs = 200) =>
    readGesture(from, { x: 200 + dx, y: 300 + dy, atMs });

  test("that stays is a tap, unless it stays long", () => {
    expect(to(3, -4)).toBe("tap");
    expect(to(0, 0, 800)).toBeNull();
  });

  test("swipes where it goes, when it goes straight, far and fast enough", () => {
    expect([to(-80, 10), to(80, -10), to(5, -90), to(-5, 90)]).toEqual([
      "left",
      "right",
      "up",
      "down",
    ]);
    expect(to(60, 55)).toBeNull();
    expect(to(30, 0)).toBeNull();
    expect(to(-200, 0, 2000)).toBeNull();
  });

  test("taps twice only at one place and at once", () => {
    expect(isDoubleTap(from, { x: 210, y: 305, atMs: 200 })).toBe(true);
    expect(isDoubleTap(from, { x: 210, y: 305, atMs: 600 })).toBe(false);
    expect(isDoubleTap(from, { x: 20, y: 305, atMs: 200 })).toBe(false);
  });
});

describe("frames", () => {
  /** The middle of frame `number` of a film of this rate. */
  const middle = (number: number, rate: number) => (number + 0.5) / rate;

  test("are stepped one by one, as long as they last in this film", () => {
    const clock = new FrameClock();
    for (let frame = 0; frame <= 6; frame++) clock.note(frame / 10);
    expect(clock.seekTo(1, 0.62, 5)).toBeCloseTo(middle(7, 10));
    expect(clock.seekTo(-1, 0.62, 5)).toBeCloseTo(middle(5, 10));
  });

  test("that a busy browser left out do not make steps longer", () => {
    const clock = new FrameClock();
    for (const frame of [0, 1, 2, 4, 5, 7, 8, 9]) clock.note(frame / 10);
    expect(clock.seekTo(1, 0.9, 5)).toBeCloseTo(middle(10, 10));
  });

  test("before any was seen, of a film nobody knows", () => {
    const clock = new FrameClock();
    expect(clock.seekTo(1, 1, 5)).toBeGreaterThan(1);
    expect(clock.seekTo(-1, 0, 5)).toBe(0);
    expect(clock.seekTo(1, 5, 5)).toBe(5);
  });
});

test("a film that stands still is waited for, then helped; at its end it is over", () => {
  expect(judgeProgress(100, 10)).toBe("fine");
  expect(judgeProgress(1000, 10)).toBe("waiting");
  expect(judgeProgress(7000, 10)).toBe("stalled");
  expect(judgeProgress(1000, 0.2)).toBe("waiting");
  expect(judgeProgress(3000, 0.2)).toBe("ended");
});
