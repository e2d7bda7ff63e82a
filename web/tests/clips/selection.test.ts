import { expect, test } from "vitest";
import { extend, moveFocus, NOTHING, selectAll, toggle } from "../../src/clips/selection";

const LIST = ["a", "b", "c", "d", "e"];

test("one more, and one less again", () => {
  const two = toggle(toggle(NOTHING, "a"), "c");
  expect([...two.ids]).toEqual(["a", "c"]);
  expect([...toggle(two, "a").ids]).toEqual(["c"]);
});

test("a range goes from the last choice, either way, and keeps what was chosen", () => {
  const one = toggle(toggle(NOTHING, "e"), "b");
  expect([...extend(one, "d", LIST).ids].sort()).toEqual(["b", "c", "d", "e"]);
  expect([...extend(one, "a", LIST).ids].sort()).toEqual(["a", "b", "e"]);
});

test("a range can be drawn anew from where it began", () => {
  const range = extend(toggle(NOTHING, "b"), "d", LIST);
  expect(range.from).toBe("b");
  expect([...extend(range, "a", LIST).ids].sort()).toEqual(["a", "b", "c", "d"]);
});

test("a range from what is gone is one choice", () => {
  expect([...extend({ ids: new Set(), from: "gone" }, "c", LIST).ids]).toEqual(["c"]);
  expect([...extend(NOTHING, "c", LIST).ids]).toEqual(["c"]);
});

test("all of a list", () => {
  expect([...selectAll(LIST).ids]).toEqual(LIST);
  expect(selectAll([])).toEqual(NOTHING);
});

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 9, null],
  ["ArrowLeft", 0, null],
  ["ArrowDown", 1, 5],
  ["ArrowDown", 7, null],
  ["ArrowUp", 5, 1],
  ["ArrowUp", 2, null],
  ["Home", 5, 0],
  ["End", 5, 9],
  ["x", 5, null],
])("%s at %d of 10 in rows of 4 leads to %s", (key, at, to) => {
  expect(moveFocus(key, at, 10, 4)).toBe(to);
});
