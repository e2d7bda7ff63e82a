import { describe, expect, test } from "vitest";
import {
  addDayCounts,
  findGaps,
  makeBars,
  moveDate,
  shareOf,
  weeksOf,
} from "../../src/clips/overview";
import { boundsOf } from "../../src/clips/zone";

describe("a month", () => {
  test("has its days under their weekdays, from Monday", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks.at(-1)?.[0]).toBe("2026-11-30");
    expect(weeks.flat().filter((date) => date !== null)).toHaveLength(30);
  });

  test("that begins on a Monday and has four weeks has four rows", () => {
    expect(weeksOf("2027-02")).toHaveLength(4);
    expect(
      weeksOf("2028-02")
        .flat()
        .filter((date) => date !== null),
    ).toHaveLength(29);
  });

  test("is walked through by arrow keys, over its ends", () => {
    expect(moveDate("ArrowDown", "2026-11-28")).toBe("2026-12-05");
    expect(moveDate("ArrowLeft", "2026-11-01")).toBe("2026-10-31");
    expect(moveDate("x", "2026-11-01")).toBeNull();
  });
});

describe("a timeline", () => {
  const quarter = (at: string, clips: number) => ({ at, clips, duration_ms: clips * 5000 });
  const timeline = {
    bucket_ms: 900_000,
    cameras: [
      {
        id: "home_porch",
        buckets: [quarter("2026-11-20T23:00:00Z", 2), quarter("2026-11-21T11:00:00Z", 1)],
      },
      {
        id: "home_garden",
        buckets: [quarter("2026-11-21T11:00:00Z", 3), quarter("2026-11-21T23:00:00Z", 9)],
      },
    ],
  };
  const day = boundsOf("2026-11-21", "Europe/Berlin");

  test("shows all cameras together, within the day of the place", () => {
    expect(makeBars(timeline, day, null)).toEqual([
      { from: 0, to: 1 / 96, density: 0.5, clips: 2 },
      { from: 0.5, to: 0.5 + 1 / 96, density: 1, clips: 4 },
    ]);
  });

  test("shows one camera by its own measure", () => {
    expect(makeBars(timeline, day, "home_garden").map((bar) => bar.density)).toEqual([1]);
  });

  test("tells where nothing was recorded, and not of what is still to come", () => {
    const bars = makeBars(timeline, day, null);
    expect(findGaps(bars)).toEqual([
      { from: 1 / 96, to: 0.5 },
      { from: 0.5 + 1 / 96, to: 1 },
    ]);
    expect(findGaps(bars, 0.25)).toEqual([{ from: 1 / 96, to: 0.5 }]);
    expect(findGaps([], 0.5)).toEqual([{ from: 0, to: 0.5 }]);
  });

  test("of a day with 25 hours is as long", () => {
    const long = boundsOf("2026-10-25", "Europe/Berlin");
    expect(shareOf(long, Date.parse("2026-10-25T00:30:00Z"))).toBeCloseTo(2.5 / 25);
    expect(shareOf(long, Date.parse("2026-10-25T01:30:00Z"))).toBeCloseTo(3.5 / 25);
    expect(shareOf(long, 0)).toBe(0);
  });
});

test("days of several sites are counted together", () => {
  const home = [{ date: "2026-11-20", clips: 3, unseen: 1 }];
  const barn = [
    { date: "2026-11-20", clips: 2, unseen: 2 },
    { date: "2026-11-21", clips: 1, unseen: 0 },
  ];
  expect(addDayCounts([home, barn])).toEqual([
    { date: "2026-11-20", clips: 5, unseen: 3 },
    { date: "2026-11-21", clips: 1, unseen: 0 },
  ]);
});
