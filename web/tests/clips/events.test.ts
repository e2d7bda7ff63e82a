import { describe, expect, test } from "vitest";
import type { ClipSummary } from "../../src/clips/api";
import { type ClipEvent, groupDays, groupEvents } from "../../src/clips/events";
import { orderOf } from "../../src/clips/state";
import { countDays, makeDateOf } from "../../src/clips/zone";
import { clipAt } from "./clips";

const utc = makeDateOf("UTC");

function newestFirst(...clips: ClipSummary[]): ClipSummary[] {
  return clips.sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
}

function times(events: ClipEvent[]): string[][] {
  return events.map((event) => event.clips.map((clip) => clip.recorded_at.slice(11, 19)));
}

const at = (time: string, changes: Partial<ClipSummary> = {}) =>
  clipAt(`2026-11-21T${time}Z`, changes);

describe("clips belong together", () => {
  test("when at most a minute lies between them, across cameras", () => {
    const clips = newestFirst(
      at("10:00:00"),
      at("10:01:05", { camera: "home_garden" }),
      at("10:02:10.001", { camera: "home_garden" }),
    );
    expect(times(groupEvents(clips, utc))).toEqual([["10:02:10"], ["10:00:00", "10:01:05"]]);
  });

  test("while a long one lasts, even if a short one ended in between", () => {
    const long = at("10:00:00", { duration_ms: 600_000 });
    const clips = newestFirst(long, at("10:02:00"), at("10:09:00"), at("10:10:59"));
    expect(times(groupEvents(clips, utc))).toHaveLength(1);
  });

  test("only within their site", () => {
    const clips = newestFirst(
      at("10:00:00"),
      at("10:00:10", { camera: "barn_stall" }),
      at("10:00:20"),
    );
    const events = groupEvents(clips, utc);
    expect(events.map((event) => [event.site, event.clips.length])).toEqual([
      ["home", 2],
      ["barn", 1],
    ]);
  });

  test("only within their date, which is the place's", () => {
    const clips = newestFirst(clipAt("2026-11-21T22:59:50Z"), clipAt("2026-11-21T23:00:10Z"));
    expect(groupEvents(clips, makeDateOf("Europe/Berlin"))).toHaveLength(2);
    expect(groupEvents(clips, utc)).toHaveLength(1);
    expect(groupEvents(clips, makeDateOf("America/New_York"))).toHaveLength(1);
  });

  test("not at all when that is not wanted", () => {
    expect(groupEvents(newestFirst(at("10:00:00"), at("10:00:10")), utc, false)).toHaveLength(2);
  });
});

test("what does not end is cut at the quarters of the hours, wherever it is loaded from", () => {
  const all = Array.from({ length: 240 }, (_, minute) =>
    clipAt(new Date(Date.parse("2026-11-21T10:07:00Z") + minute * 60_000).toISOString()),
  ).toReversed();
  const whole = groupEvents(all, utc);
  const part = groupEvents(all.slice(0, 100), utc);
  expect(Math.max(...whole.map((event) => event.clips.length))).toBe(15);
  expect(part.slice(0, -1)).toEqual(whole.slice(0, part.length - 1));
});

test("no tile stands for more clips than can be told apart", () => {
  const all = Array.from({ length: 900 }, (_, second) =>
    clipAt(new Date(Date.parse("2026-11-21T10:01:00Z") + second * 1000).toISOString()),
  ).toReversed();
  const events = groupEvents(all, utc);
  expect(Math.max(...events.map((event) => event.clips.length))).toBe(30);
  expect(events.flatMap((event) => event.clips)).toHaveLength(900);
});

test("an event tells per camera how many clips there are and whether they were seen", () => {
  const garden = { camera: "home_garden" };
  const clips = newestFirst(
    at("10:00:00", { seen: true }),
    at("10:00:10", { seen: false }),
    at("10:00:20", { ...garden, seen: true }),
    at("10:00:30", { camera: "home_hall", seen: false }),
  );
  const [event] = groupEvents(clips, utc);
  expect(event?.seen).toBe("partly");
  expect(event?.cameras.map(({ camera, count, seen }) => [camera, count, seen])).toEqual([
    ["home_porch", 2, "partly"],
    ["home_garden", 1, "seen"],
    ["home_hall", 1, "unseen"],
  ]);
  expect(event?.cameras[0]?.first.recorded_at).toBe("2026-11-21T10:00:10.000Z");
});

test("days are listed with how many empty ones lie below them", () => {
  const clips = [clipAt("2026-11-21T10:00:00Z"), clipAt("2026-11-21T08:00:00Z")].concat(
    clipAt("2026-10-26T10:00:00Z"),
    clipAt("2026-10-25T10:00:00Z"),
  );
  const days = groupDays(groupEvents(clips, utc), countDays);
  expect(days.map((day) => [day.date, day.events.length, day.emptyBelow])).toEqual([
    ["2026-11-21", 2, 25],
    ["2026-10-26", 1, 0],
    ["2026-10-25", 1, 0],
  ]);
});
