import { describe, expect, test } from "vitest";
import type { Export, Shared } from "../../src/sharing/api";
import {
  endOf,
  formatShareLink,
  isMoving,
  pickShared,
  presetFields,
  progressOf,
  readField,
  readRange,
} from "../../src/sharing/state";

const ZONE = "Europe/Berlin";
const NOW_MS = Date.parse("2026-11-21T15:00:30Z");

function medium(url: string) {
  return { url, content_type: "video/mp4", bytes: 5 };
}

function shared(changes: Partial<Shared> & { media: Shared["media"] }): Shared {
  return {
    kind: "clip",
    camera: "porch",
    recorded_at: "2026-11-21T04:26:14.123Z",
    duration_ms: 12_480,
    width: 1920,
    height: 1080,
    playable: true,
    watermark: null,
    media_expires_at: "2026-11-21T15:15:00.000Z",
    expires_at: "2026-11-28T15:00:00.000Z",
    ...changes,
  };
}

function job(changes: Partial<Export>): Export {
  return {
    id: "01KAJ5X9QJ8Z3V6M2N4P7R0TSX",
    site: "home",
    cameras: ["home_porch"],
    after: "2026-11-21T04:00:00.000Z",
    before: "2026-11-21T08:00:00.000Z",
    created_at: "2026-11-21T09:00:00.000Z",
    state: "running",
    reason: null,
    clips_total: 0,
    clips_done: 0,
    bytes_total: 0,
    bytes_done: 0,
    bytes: null,
    expires_at: null,
    url: null,
    ...changes,
  };
}

test("the secret of a link is behind the hash, which browsers send to nobody", () => {
  const link = new URL(formatShareLink("https://cameras.example", "s-_3"));
  expect(link.hash).toBe("#/shared/s-_3");
  expect(link.pathname + link.search).toBe("/");
});

test("a link ends so many days ahead", () => {
  expect(endOf(7, NOW_MS)).toBe("2026-11-28T15:00:30.000Z");
});

describe("what of a shared recording is shown", () => {
  const none = { original: null, hd: null, sd: null, thumb: null };

  test("the full size where browsers play it", () => {
    const media = { ...none, original: medium("o"), sd: medium("s"), thumb: medium("t") };
    expect(pickShared(shared({ media }))).toEqual({ source: "o", poster: "t" });
    expect(pickShared(shared({ media: { ...media, hd: medium("h") } })).source).toBe("h");
  });

  test("the low version where they do not, and nothing before one has arrived", () => {
    const media = { ...none, original: medium("o"), sd: medium("s") };
    expect(pickShared(shared({ media, playable: false })).source).toBe("s");
    expect(pickShared(shared({ media: none, playable: false })).source).toBeNull();
  });

  test("a still is its picture", () => {
    const media = { ...none, original: medium("o"), thumb: medium("t") };
    expect(pickShared(shared({ kind: "still", media })).source).toBe("o");
    expect(pickShared(shared({ kind: "still", media: { ...media, original: null } })).source).toBe(
      "t",
    );
  });
});

describe("the time of an export", () => {
  test("presets end with the minute that has begun", () => {
    expect(presetFields(4, NOW_MS, ZONE)).toEqual(["2026-11-21T12:01", "2026-11-21T16:01"]);
  });

  test("fields are read by the clocks of the zone, on days that clocks change as well", () => {
    expect(readField("2026-10-25T01:30", ZONE)).toBe(Date.parse("2026-10-24T23:30:00Z"));
    expect(readField("2026-10-25T12:00", ZONE)).toBe(Date.parse("2026-10-25T11:00:00Z"));
  });

  test("half filled, backwards or too long is no range", () => {
    for (const [from, to] of [
      ["", "2026-11-21T12:00"],
      ["2026-11-21", "2026-11-21T12:00"],
      ["2026-11-21T12:00", "2026-11-21T12:00"],
      ["2026-11-21T12:00", "2026-11-21T11:00"],
      ["2026-10-01T12:00", "2026-11-21T11:00"],
    ] as const) {
      expect(readRange(from, to, ZONE)).toBeNull();
    }
    expect(readRange("2026-11-21T12:00", "2026-11-21T13:00", ZONE)).toEqual({
      after: "2026-11-21T11:00:00.000Z",
      before: "2026-11-21T12:00:00.000Z",
    });
  });
});

test("progress goes by size, and is not known before anything was counted", () => {
  expect(progressOf(job({}))).toBeNull();
  expect(progressOf(job({ clips_total: 4, clips_done: 1 }))).toBe(0.25);
  expect(progressOf(job({ clips_total: 4, bytes_total: 10, bytes_done: 5 }))).toBe(0.5);
  expect(isMoving(job({ state: "queued" }))).toBe(true);
  expect(isMoving(job({ state: "ready" }))).toBe(false);
});
