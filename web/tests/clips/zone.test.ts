import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  boundsOf,
  countDays,
  instantOf,
  isZone,
  localOf,
  makeDateOf,
  nameZone,
  tickHours,
} from "../../src/clips/zone";

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);

test.each([
  ["Europe/Berlin", "2026-11-21", "00:30"],
  ["America/New_York", "2026-11-20", "18:30"],
  ["Asia/Kathmandu", "2026-11-21", "05:15"],
])("one instant has its own date and time in %s", (zone, date, time) => {
  expect(localOf(at("2026-11-20T23:30:00Z"), zone)).toEqual({ date, time });
  expect(instantOf(date, time, zone)).toBe(at("2026-11-20T23:30:00Z"));
});

describe("a day", () => {
  test.each([
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Europe/Berlin", "2026-11-21", 24],
    ["America/New_York", "2026-11-01", 25],
    // Clocks go forward at midnight: the day begins at 01:00.
    ["America/Santiago", "2026-09-06", 23],
    ["Asia/Kolkata", "2026-03-29", 24],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
  ])("in %s, %s, has %d hours", (zone, date, hours) => {
    const { fromMs, toMs } = boundsOf(date, zone);
    expect((toMs - fromMs) / HOUR_MS).toBe(hours);
    expect(localOf(fromMs, zone).date).toBe(date);
    expect(localOf(fromMs - 1, zone).date).toBe(addDays(date, -1));
    expect(localOf(toMs - 1, zone).date).toBe(date);
  });

  test("that a place left out is empty", () => {
    const { fromMs, toMs } = boundsOf("2011-12-30", "Pacific/Apia");
    expect(toMs).toBe(fromMs);
  });
});

test("a time that is skipped is an hour later", () => {
  expect(instantOf("2026-03-29", "02:30", "Europe/Berlin")).toBe(at("2026-03-29T01:30:00Z"));
  expect(localOf(at("2026-03-29T01:30:00Z"), "Europe/Berlin").time).toBe("03:30");
});

test("of a time that comes twice it is the first", () => {
  expect(instantOf("2026-10-25", "02:30", "Europe/Berlin")).toBe(at("2026-10-25T00:30:00Z"));
});

test("dates of many instants are those of each", () => {
  const dateOf = makeDateOf("Europe/Berlin");
  for (let ms = at("2026-10-23T00:00:00Z"); ms < at("2026-10-28T00:00:00Z"); ms += 17 * 60_000) {
    const instant = new Date(ms).toISOString();
    expect(dateOf(instant)).toBe(localOf(ms, "Europe/Berlin").date);
  }
});

test("days and months are counted over their ends", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  expect(countDays("2026-10-24", "2026-10-26")).toBe(2);
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(addMonths("2026-12", 1)).toBe("2027-01");
});

test("hours of the clock are marked where they are on a day of 25 hours", () => {
  const { fromMs } = boundsOf("2026-10-25", "Europe/Berlin");
  const hours = tickHours("2026-10-25", "Europe/Berlin", 6).map((tick) => [
    tick.time,
    (tick.fromMs - fromMs) / HOUR_MS,
  ]);
  expect(hours).toEqual([
    ["00:00", 0],
    ["06:00", 7],
    ["12:00", 13],
    ["18:00", 19],
  ]);
});

test("zones have names, and not every word is one", () => {
  expect(nameZone("Europe/Berlin", at("2026-07-01T00:00:00Z"), "en-GB")).toBe("CEST");
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("Europe/Nowhere")).toBe(false);
});
