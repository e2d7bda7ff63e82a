import { expect, test } from "vitest";
import { formatRoute, NO_FILTER, parseRoute } from "../src/route";

const ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSW";

test.each(["", "#", "#/", "#/clips", "#/clips/"])("%j is the list of all clips", (hash) => {
  expect(parseRoute(hash)).toEqual({ page: "clips", filter: NO_FILTER });
});

test("a filter survives being written and read", () => {
  const filter = { ...NO_FILTER, cameras: ["home_garden", "home_porch"], kind: "still" } as const;
  const route = { page: "clip", id: ID, filter } as const;
  expect(formatRoute(route)).toBe(`#/clips/${ID}?camera=home_garden,home_porch&kind=still`);
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

test("an address without a filter has no question mark", () => {
  expect(formatRoute({ page: "clips", filter: NO_FILTER })).toBe("#/clips");
});

test("an unknown kind filters nothing", () => {
  expect(parseRoute("#/?kind=hologram")).toEqual({ page: "clips", filter: NO_FILTER });
});

test("other pages have their words and what follows the question mark", () => {
  expect(parseRoute("#/sites/home%20town/members?new=1")).toEqual({
    page: "elsewhere",
    segments: ["sites", "home town", "members"],
    query: "new=1",
  });
});

test.each(["#/%", "#/clips/short", `#/clips/${ID}/more`, `#/clips/${ID.toLowerCase()}`])(
  "%s is no page",
  (hash) => {
    expect(parseRoute(hash)).toEqual({ page: "unknown" });
  },
);
