import { expect, test } from "vitest";
import { parseRoute } from "../../src/route";
import { switchSite } from "../../src/sites/switch";

test("the list of clips shows all sites or one, and drops what belonged to the other", () => {
  const switched = switchSite(parseRoute("#/clips?camera=home_porch&kind=still&site=home"));
  expect(switched).toMatchObject({ site: "home", all: true });
  expect(switched?.to("barn")).toBe("#/clips?site=barn&kind=still");
  expect(switched?.to(null)).toBe("#/clips?kind=still");
});

test("a site's page becomes the same page of the other", () => {
  const switched = switchSite(parseRoute("#/sites/home/members"));
  expect(switched).toMatchObject({ site: "home", all: false });
  expect(switched?.to("barn")).toBe("#/sites/barn/members");
});

test.each(["#/me", "#/sites", "#/%"])("%s has nothing to do with one site", (hash) => {
  expect(switchSite(parseRoute(hash))).toBeNull();
});
