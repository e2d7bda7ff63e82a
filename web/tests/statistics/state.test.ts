import { describe, expect, test } from "vitest";
import type { Statistics } from "../../src/statistics/api";
import { makeStatisticsFormats } from "../../src/statistics/format";
import {
  addUp,
  type Bar,
  boundPeriod,
  chooseTicks,
  chooseTop,
  findPeak,
  formatWanted,
  readWanted,
} from "../../src/statistics/state";

const bars = (...clips: number[]): Bar[] =>
  clips.map((count, at) => ({ key: String(at), label: `bar ${at}`, clips: count }));

describe("the address", () => {
  test.each(["#/statistics", "#/statistics?site=barn", "#/statistics?site=barn&days=7"])(
    "%s is read and written alike",
    (hash) => {
      expect(formatWanted(readWanted(new URLSearchParams(hash.split("?")[1] ?? "")))).toBe(hash);
    },
  );

  test("an unknown period is the usual one", () => {
    for (const days of ["0", "31", "x", ""]) {
      expect(readWanted(new URLSearchParams({ days })).period).toBe(30);
    }
  });
});

describe("a period", () => {
  test("is whole days of the place, today among them, also over a change of clocks", () => {
    // 23:30 on 26 October in Berlin, where the 25th had 25 hours.
    const now = Date.parse("2026-10-26T22:30:00Z");
    expect(boundPeriod(7, now, "Europe/Berlin")).toEqual({
      after: "2026-10-19T22:00:00.000Z",
      before: "2026-10-26T23:00:00.000Z",
    });
    expect(boundPeriod(7, now, "Asia/Tokyo").before).toBe("2026-10-27T15:00:00.000Z");
  });

  test("of ninety days is one that the API takes", () => {
    const { after, before } = boundPeriod(90, Date.parse("2026-11-21T12:00:00Z"), "Europe/Berlin");
    expect((Date.parse(before) - Date.parse(after)) / 86_400_000).toBeLessThanOrEqual(92);
  });
});

describe("a chart", () => {
  test.each([
    [[], 1],
    [[0, 0], 1],
    [[1], 1],
    [[3], 5],
    [[20, 7], 20],
    [[21], 50],
    [[99], 100],
    [[5001], 10_000],
  ])("of %j reaches up to %d", (clips, top) => {
    expect(chooseTop(bars(...clips))).toBe(top);
  });

  test("tells its highest bar, the first of several, and none of nothing", () => {
    expect(findPeak(bars(1, 4, 4))?.key).toBe("1");
    expect(findPeak(bars(0, 0))).toBeNull();
  });

  test("names no more bars than there is room for", () => {
    expect(chooseTicks(24, 4)).toEqual([0, 6, 12, 18]);
    expect(chooseTicks(7, 5)).toEqual([0, 2, 4, 6]);
    expect(chooseTicks(3, 5)).toEqual([0, 1, 2]);
    expect(chooseTicks(0, 5)).toEqual([]);
  });
});

test("totals are of all cameras", () => {
  const camera = { id: "home_porch", clips: 2, duration_ms: 10, bytes: 5, stored_bytes: 7 };
  const statistics: Statistics = {
    after: "2026-11-01T00:00:00.000Z",
    before: "2026-11-02T00:00:00.000Z",
    zone: "UTC",
    by_day: [],
    by_hour: [],
    cameras: [
      { ...camera, bytes_a_day: 3, forecast_cost_a_month: 0.1 },
      { ...camera, id: "home_yard", bytes_a_day: 4, forecast_cost_a_month: 0.2 },
    ],
    stored_bytes: 14,
    forecast_cost_a_month: 0.3,
    currency: "USD",
    retention_days: 30,
  };
  expect(addUp(statistics)).toEqual({
    clips: 4,
    durationMs: 20,
    storedBytes: 14,
    bytesADay: 7,
    costAMonth: 0.3,
  });
});

test("money is written as the reader does, and what is nearly nothing is not nothing", () => {
  const formats = makeStatisticsFormats("en-GB");
  expect(formats.money(1.5, "USD")).toBe("US$1.50");
  expect(formats.money(0, "USD")).toBe("< US$0.01");
  expect(formats.hour(7)).toBe("07:00");
  expect(formats.date("2026-11-21")).toBe("21 Nov");
});
