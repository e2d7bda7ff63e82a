import { expect, test } from "vitest";
import {
  beginPlayback,
  type Playback,
  type PlaybackEvent,
  stepPlayback,
} from "../../../src/clips/player/playback";

const bad: PlaybackEvent = { kind: "error", version: "full", expired: false };
const expired: PlaybackEvent = { kind: "error", version: "full", expired: true };

function play(...events: PlaybackEvent[]): Playback {
  return events.reduce(stepPlayback, beginPlayback("clip"));
}

test("a version that does not play gets a fresh address once, and is then left", () => {
  expect(play(bad)).toMatchObject({ isRenewing: true, attempt: 0, failed: [] });
  expect(play(bad, { kind: "renewed" })).toMatchObject({ isRenewing: false, attempt: 1 });
  expect(play(bad, { kind: "renewed" }, bad)).toMatchObject({
    isRenewing: false,
    failed: ["full"],
  });
});

test("an expired address is renewed as often as it takes", () => {
  const later = play(expired, { kind: "renewed" }, expired);
  expect(later).toMatchObject({ isRenewing: true, failed: [] });
});

test("one failure asks once", () => {
  const renewing = play(bad);
  expect(stepPlayback(renewing, bad)).toBe(renewing);
});

test("without a fresh address the version is left, and an error of it changes nothing more", () => {
  const left = play(bad, { kind: "notRenewed", version: "full" });
  expect(left).toMatchObject({ isRenewing: false, failed: ["full"] });
  expect(stepPlayback(left, bad)).toBe(left);
});

test("another go forgets what has failed and keeps counting addresses", () => {
  const again = play(bad, { kind: "notRenewed", version: "full" }, { kind: "again" });
  expect(again).toMatchObject({ isRenewing: true, attempt: 1, failed: [] });
});
