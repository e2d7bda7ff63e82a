import { expect, test } from "vitest";
import { DEFAULT_CHOICES, parseChoices, stepSpeed } from "../../../src/clips/player/choices";
import { judgeConnection } from "../../../src/clips/player/connection";

test("what was remembered comes back", () => {
  const choices = { ...DEFAULT_CHOICES, quality: "low", speed: 2, autoplay: false } as const;
  expect(parseChoices(JSON.stringify(choices))).toEqual(choices);
});

test("what was never chosen, is broken or from another version falls back", () => {
  expect(parseChoices(null)).toEqual(DEFAULT_CHOICES);
  for (const text of ["", "{", "null", "[]", '"low"', '{"quality":"4k","speed":3,"keys":"no"}']) {
    expect(parseChoices(text)).toEqual(DEFAULT_CHOICES);
  }
  expect(parseChoices('{"quality":"low","speed":"fast"}')).toEqual({
    ...DEFAULT_CHOICES,
    quality: "low",
  });
});

test("speeds go up and down and stop at their ends", () => {
  expect(stepSpeed(1, 1)).toBe(1.5);
  expect(stepSpeed(1, -1)).toBe(0.5);
  expect(stepSpeed(4, 1)).toBe(4);
  expect(stepSpeed(0.25, -1)).toBe(0.25);
});

test("a connection is spared for a reason", () => {
  expect(judgeConnection(undefined, false)).toBeNull();
  expect(judgeConnection({ type: "wifi" }, false)).toBeNull();
  expect(judgeConnection({ saveData: true, type: "cellular" }, false)).toBe("saving");
  expect(judgeConnection(undefined, true)).toBe("saving");
  expect(judgeConnection({ type: "cellular" }, false)).toBe("metered");
});
