import { expect, test } from "vitest";

import type { ClipSummary } from "../../src/clips/api";
import { findNeighbours, listClips } from "../../src/clips/state";

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
    starred: false,
    thumb_url: null,
    preview_url: null,
    seen: false,
    ...changes,
  };
}

test("neighbours are the clips beside it in the list", () => {
  const clips = [9, 8, 7].map((minute) => clip(minute));
  expect(findNeighbours(clips, clip(8).id)).toEqual({ newer: clip(9).id, older: clip(7).id });
  expect(findNeighbours(clips, clip(9).id)).toEqual({ newer: null, older: clip(8).id });
  expect(findNeighbours(clips, clip(1).id)).toBeNull();
});

test("a clip on two pages is listed once", () => {
  const pages = [
    { items: [clip(9), clip(8)], cursor: "a" },
    { items: [clip(8), clip(7)], cursor: null },
  ];
  expect(listClips(pages).map((item) => item.id)).toEqual([clip(9).id, clip(8).id, clip(7).id]);
});
