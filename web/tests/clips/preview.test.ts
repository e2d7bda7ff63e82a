import { expect, test } from "vitest";
import { delayMs } from "../../src/clips/preview_wish";

const anyone = { still: false, sparing: null };

test("a picture moves for whoever looks at it for a while", () => {
  expect(delayMs("press", anyone)).toBe(0);
  expect(delayMs("hover", anyone)).toBeGreaterThan(100);
  expect(delayMs("focus", anyone)).toBeGreaterThan(100);
});

test("nothing moves or loads unasked for readers who want no movement or spare data", () => {
  for (const reader of [
    { still: true, sparing: null },
    { still: false, sparing: "saving" as const },
    { still: false, sparing: "metered" as const },
  ]) {
    expect(delayMs("hover", reader)).toBeNull();
    expect(delayMs("focus", reader)).toBeNull();
    expect(delayMs("press", reader)).toBe(0);
  }
});
