import { expect, test } from "vitest";
import { groupZones, mayGovern } from "../../src/sites/state";

test("only owners are offered what only owners may", () => {
  expect(mayGovern("owner")).toBe(true);
  expect(mayGovern("operator")).toBe(false);
});

test("zones are grouped, and the one in use is always among them", () => {
  const groups = groupZones(["Europe/Berlin", "Asia/Tokyo", "America/New_York"], "UTC");
  expect(groups.map(({ group }) => group)).toEqual(["America", "Asia", "Europe", "UTC"]);
  expect(groups[0]?.items).toEqual([{ value: "America/New_York", label: "America/New York" }]);
});
