import { expect, test } from "vitest";
import {
  expiryOf,
  groupZones,
  isSameDraft,
  lastDayOf,
  mergeDrafts,
  toggle,
} from "../../src/sites/state";

const draft = (name: string, ...cameras: string[]) => ({ name, cameras });
const BASE = draft("Outside", "porch", "garden");

test("of two editors' changes both stay where they do not meet", () => {
  const mine = draft("Outdoors", "porch", "garden");
  const theirs = draft("Outside", "porch", "yard");
  expect(mergeDrafts(BASE, mine, theirs)).toEqual(draft("Outdoors", "porch", "yard"));
});

test("cameras that either added are in, those that either removed are out", () => {
  const mine = draft("Outside", "garden", "porch", "drive");
  const theirs = draft("Outside", "porch", "yard");
  expect(mergeDrafts(BASE, mine, theirs).cameras).toEqual(["porch", "drive", "yard"]);
});

test("where both changed the name, mine is offered", () => {
  expect(mergeDrafts(BASE, draft("A"), draft("B", "porch", "garden")).name).toBe("A");
});

test("space around a name and another order are no change, another camera is", () => {
  expect(isSameDraft(BASE, draft(" Outside ", "porch", "garden"))).toBe(true);
  expect(isSameDraft(BASE, draft("Outside", "garden", "porch"))).toBe(true);
  expect(isSameDraft(BASE, draft("Outside", "garden", "yard"))).toBe(false);
});

test("toggling adds at the end and takes out", () => {
  expect(toggle(["a"], "b")).toEqual(["a", "b"]);
  expect(toggle(["a", "b"], "a")).toEqual(["b"]);
});

test("a membership lasts until the end of its last day where the site is", () => {
  expect(expiryOf("2026-12-31", "Europe/Berlin")).toBe("2026-12-31T23:00:00.000Z");
  expect(expiryOf("2026-10-25", "Europe/Berlin")).toBe("2026-10-25T23:00:00.000Z");
  expect(expiryOf("", "Europe/Berlin")).toBeNull();
  expect(lastDayOf("2026-12-31T23:00:00.000Z", "Europe/Berlin")).toBe("2026-12-31");
  expect(lastDayOf(null, "Europe/Berlin")).toBe("");
});

test("zones are grouped, and the one in use is always among them", () => {
  const groups = groupZones(["Europe/Berlin", "Asia/Tokyo", "America/New_York"], "UTC");
  expect(groups.map(({ group }) => group)).toEqual(["America", "Asia", "Europe", "UTC"]);
  expect(groups[0]?.items).toEqual([{ value: "America/New_York", label: "America/New York" }]);
});
