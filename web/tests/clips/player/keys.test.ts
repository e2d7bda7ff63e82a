import { describe, expect, test } from "vitest";
import { BINDINGS, findAction, type Press } from "../../../src/clips/player/keys";

function press(key: string, changes: Partial<Press> = {}) {
  return findAction({ key, isChord: false, on: "page", singleKeys: true, ...changes });
}

test("no key means two things", () => {
  const keys = BINDINGS.flatMap((binding) => binding.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys act, whatever the shift key or caps lock makes of a letter", () => {
  expect(press("k")).toBe("toggle");
  expect(press("K")).toBe("toggle");
  expect(press(" ")).toBe("toggle");
  expect(press("ArrowRight")).toBe("older");
  expect(press("x")).toBeNull();
});

describe("a key that means something else already is left alone", () => {
  test("chords are the browser's", () => {
    expect(press("f", { isChord: true })).toBeNull();
  });

  test("whoever writes, writes", () => {
    for (const key of ["k", " ", "?", "ArrowLeft", "Escape"]) {
      expect(press(key, { on: "text" })).toBeNull();
    }
  });

  test("the space bar presses buttons, and arrows choose", () => {
    expect(press(" ", { on: "button" })).toBeNull();
    expect(press("k", { on: "button" })).toBe("toggle");
    expect(press("ArrowLeft", { on: "choice" })).toBeNull();
    expect(press("ArrowLeft", { on: "slider" })).toBeNull();
    expect(press("Home", { on: "slider" })).toBeNull();
    expect(press(" ", { on: "slider" })).toBe("toggle");
  });
});

test("single keys can be turned off, all but the way to turn them on", () => {
  const off = { singleKeys: false };
  for (const key of ["k", " ", ",", ">"]) expect(press(key, off)).toBeNull();
  expect(press("?", off)).toBe("help");
  expect(press("Escape", off)).toBe("close");
  expect(press("ArrowLeft", off)).toBe("newer");
});
