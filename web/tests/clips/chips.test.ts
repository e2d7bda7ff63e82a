import { expect, test } from "vitest";
import { countChips } from "../../src/clips/chips";
import type { CameraPart } from "../../src/clips/events";

function parts(...cameras: [name: string, count: number][]): CameraPart[] {
  return cameras.map(([name, count]) => ({
    camera: `home_${name}`,
    count,
    seen: "unseen",
    first: {} as CameraPart["first"],
  }));
}

const FIVE = parts(["porch", 4], ["garden", 4], ["garage", 4], ["hall", 4], ["drive", 4]);

test.each([
  ["two short names on a phone", parts(["porch", 1], ["drive", 1]), 11, 2],
  ["three with counts on a phone", parts(["porch", 7], ["garden", 7], ["garage", 7]), 11, 1],
  ["three short names on a desk", parts(["porch", 1], ["garage", 1], ["drive", 1]), 16.5, 3],
  ["five with counts on a desk", FIVE, 16.5, 2],
  ["one, whatever its length", parts(["the-camera-behind-the-old-barn", 12]), 5, 1],
  ["none", [], 11, 0],
])("names of %s", (_, cameras, roomRem, shown) => {
  expect(countChips(cameras, roomRem)).toBe(shown);
});

test("a wider picture never names fewer", () => {
  const shown = Array.from({ length: 40 }, (_, rem) => countChips(FIVE, rem));
  expect(shown).toEqual([...shown].sort((one, other) => one - other));
  expect(shown.at(-1)).toBe(5);
});
