import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCamera,
  formatCodec,
  formatDuration,
  formatName,
  formatSpan,
  listVersions,
  makeFormats,
} from "../../src/clips/format";

test.each([
  [0, "0:01"],
  [6999, "0:06"],
  [60_000, "1:00"],
  [750_000, "12:30"],
  [3_723_000, "1:02:03"],
])("%d ms is written %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test.each([
  [1000, "1 second"],
  [-9000, "9 seconds"],
  [60_000, "1 minute"],
  [7_200_000, "2 hours"],
  [172_800_000, "2 days"],
])("a span of %d ms is %s", (spanMs, text) => {
  expect(formatSpan(spanMs)).toBe(text);
});

test("sizes have the unit people know", () => {
  const { number } = makeFormats("en-GB", "UTC");
  expect([999, 18_211, 3_145_728, 5_000_000_000].map((n) => formatBytes(n, number))).toEqual([
    "999 B",
    "18.2 kB",
    "3.1 MB",
    "5 GB",
  ]);
});

test("names lose their dashes and cameras their site", () => {
  expect(formatName("front-door")).toBe("Front door");
  expect(formatName("-")).toBe("-");
  expect(formatCamera("home_front-door")).toBe("Front door");
});

test("a codec nobody named is still shown", () => {
  expect([formatCodec("h264"), formatCodec("vp9")]).toEqual(["H.264", "VP9"]);
});

test("each version that the gateway made is told for itself", () => {
  const told = "hd: 1280x720 by libx264; preview: 10 pictures; no sd: small as it is";
  expect(listVersions(told)).toEqual([
    "hd: 1280x720 by libx264",
    "preview: 10 pictures",
    "no sd: small as it is",
  ]);
  expect(listVersions("")).toEqual([]);
});

describe("in Berlin", () => {
  const berlin = makeFormats("en-GB", "Europe/Berlin");
  const late = "2026-11-20T23:30:00.000Z";

  test("half past eleven at night in UTC is the next day", () => {
    expect(berlin.dateOf(late)).toBe("2026-11-21");
    expect(berlin.time(late)).toBe("00:30");
    expect(berlin.exactTime(late)).toBe("00:30:00");
    expect(berlin.moment(late)).toContain("CET");
  });

  test("ISO dates have 24 hours and no words but the weekday", () => {
    const iso = makeFormats("en-US", "Europe/Berlin", true);
    expect(iso.time("2026-11-21T13:03:00.000Z")).toBe("14:03");
    expect(iso.moment("2026-11-21T13:03:12.000Z")).toMatch(/^2026-11-21 14:03:12 GMT\+1$/);
    expect(iso.date("2026-11-21")).toBe("2026-11-21");
    expect(iso.day("2025-11-19", new Date("2026-11-21T11:00:00Z"))).toBe("Wednesday 2025-11-19");
    expect(berlin.date("2026-11-21")).toBe("21 Nov 2026");
  });

  test("days are called by their distance, then by their name", () => {
    const now = new Date("2026-11-21T11:00:00Z");
    expect(berlin.day("2026-11-21", now)).toBe("Today");
    expect(berlin.day("2026-11-20", now)).toBe("Yesterday");
    expect(berlin.day("2026-11-19", now)).toMatch(/^Thursday,? 19 November$/);
    expect(berlin.day("2025-11-19", now)).toMatch(/^Wednesday,? 19 November 2025$/);
  });

  test("the day before a clock change is yesterday", () => {
    expect(berlin.day("2026-03-28", new Date("2026-03-29T20:00:00Z"))).toBe("Yesterday");
    expect(berlin.day("2026-10-24", new Date("2026-10-25T00:30:00Z"))).toBe("Yesterday");
  });
});
