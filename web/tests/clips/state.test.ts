import { describe, expect, test } from "vitest";
import type { ClipPage, ClipSummary } from "../../src/clips/api";
import {
  findNeighbours,
  groupByDay,
  listClips,
  mergeHead,
  splitWaiting,
} from "../../src/clips/state";

/** A clip whose id and time follow from one number; higher is newer. */
function clip(minute: number, changes: Partial<ClipSummary> = {}): ClipSummary {
  const text = String(minute).padStart(2, "0");
  return {
    id: `01KAJ5X9QJ8Z3V6M2N4P7R00${text}`,
    site: "home",
    camera: "home_porch",
    kind: "clip",
    recorded_at: `2026-11-21T04:${text}:00.000Z`,
    received_at: `2026-11-21T04:${text}:09.000Z`,
    camera_at: null,
    duration_ms: 5000,
    width: 640,
    height: 360,
    bytes: 1000,
    playable: true,
    thumb_url: null,
    preview_url: null,
    seen: false,
    ...changes,
  };
}

function page(minutes: number[], cursor: string | null): ClipPage {
  return { items: minutes.map((minute) => clip(minute)), cursor };
}

function minutes(pages: ClipPage[]): number[] {
  return listClips(pages).map((item) => Number(item.id.slice(-2)));
}

describe("a fresh first page", () => {
  test("puts new clips on top and keeps what was loaded below", () => {
    const merged = mergeHead([page([9, 8, 7], "a"), page([6, 5], null)], page([11, 10, 9], "x"));
    expect(minutes(merged)).toEqual([11, 10, 9, 8, 7, 6, 5]);
    expect(merged.at(-1)?.cursor).toBeNull();
  });

  test("renews a clip that has become playable", () => {
    const before = { items: [clip(9, { playable: false }), clip(8)], cursor: "a" };
    const [merged] = mergeHead([before], page([9, 8], "x"));
    expect(merged?.items.map((item) => item.playable)).toEqual([true, true]);
  });

  test("removes clips that are gone, as deep as it reaches and no deeper", () => {
    const merged = mergeHead([page([9, 8, 7, 6], "a")], page([9, 7], "x"));
    expect(minutes(merged)).toEqual([9, 7, 6]);
  });

  test("takes in a clip that came late, recorded between known ones", () => {
    expect(minutes(mergeHead([page([9, 7], "a")], page([9, 8, 7], "x")))).toEqual([9, 8, 7]);
  });

  test("begins anew when clips between it and the loaded ones were never seen", () => {
    const merged = mergeHead([page([3, 2], "a"), page([1], null)], page([9, 8], "x"));
    expect(merged).toEqual([page([9, 8], "x")]);
  });

  test("is everything when it is also the last page", () => {
    expect(minutes(mergeHead([page([9, 8, 7], "a")], page([9], null)))).toEqual([9]);
  });

  test("fills a list that was empty", () => {
    expect(minutes(mergeHead([page([], null)], page([1], null)))).toEqual([1]);
  });

  test("that is empty but not the end changes nothing", () => {
    expect(minutes(mergeHead([page([9, 8], "a")], page([], "x")))).toEqual([9, 8]);
  });

  test("merged twice is the same as merged once", () => {
    const head = page([11, 10, 9], "x");
    const once = mergeHead([page([9, 8, 7], "a")], head);
    expect(mergeHead(once, head)).toEqual(once);
  });
});

test("a clip on two pages is listed once", () => {
  expect(minutes([page([9, 8], "a"), page([8, 7], null)])).toEqual([9, 8, 7]);
});

test("clips of one millisecond keep their order by id", () => {
  const twin = clip(8, { recorded_at: clip(9).recorded_at });
  const merged = mergeHead([{ items: [clip(9), twin], cursor: "a" }], page([9], "x"));
  expect(minutes(merged)).toEqual([9, 8]);
});

test("clips newer than what a reader has seen wait", () => {
  const clips = listClips([page([9, 8, 7], null)]);
  const { shown, waiting } = splitWaiting(clips, `${clip(8).recorded_at}#${clip(8).id}`);
  expect(waiting.map((item) => item.id)).toEqual([clip(9).id]);
  expect(shown.map((item) => item.id)).toEqual([clip(8).id, clip(7).id]);
  expect(splitWaiting(clips, null).waiting).toEqual([]);
});

test("a day is grouped by the reader's date, not by UTC", () => {
  const clips = listClips([page([9, 8, 7], null)]);
  const days = groupByDay(clips, (instant) =>
    instant === clip(7).recorded_at ? "2026-11-20" : "2026-11-21",
  );
  expect(days.map((day) => [day.date, day.clips.length])).toEqual([
    ["2026-11-21", 2],
    ["2026-11-20", 1],
  ]);
});

test("neighbours are the clips beside it in the list", () => {
  const clips = listClips([page([9, 8, 7], null)]);
  expect(findNeighbours(clips, clip(8).id)).toEqual({ newer: clip(9).id, older: clip(7).id });
  expect(findNeighbours(clips, clip(9).id)).toEqual({ newer: null, older: clip(8).id });
  expect(findNeighbours(clips, clip(1).id)).toBeNull();
});
