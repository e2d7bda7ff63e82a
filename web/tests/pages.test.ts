import { expect, test } from "vitest";
import { findPage, PAGES, type PageEntry } from "../src/pages";

const made = (path: string): PageEntry => ({ path, view: () => null, open: false });
const pages = ["sites", "sites/:site", "sites/:site/members"].map(made);

test("a page is found by its path, with the words that vary", () => {
  expect(findPage(pages, ["sites"])?.page.path).toBe("sites");
  expect(findPage(pages, ["sites", "home", "members"])).toMatchObject({
    page: { path: "sites/:site/members" },
    params: { site: "home" },
  });
});

test.each([[["live"]], [["sites", "home", "guests"]], [["sites", "home", "members", "more"]]])(
  "%j is no page",
  (segments) => {
    expect(findPage(pages, segments)).toBeNull();
  },
);

test("no page hides behind another", () => {
  for (const page of PAGES) expect(findPage(PAGES, page.path.split("/"))?.page).toBe(page);
});
