import { describe, expect, test } from "vitest";
import { NO_FILTER } from "../../src/clips/filter";
import { completeSearch, parseSearch, type Vocabulary, writeSearch } from "../../src/clips/search";

const VOCABULARY: Vocabulary = {
  cameras: [
    { id: "home_porch", site: "home", name: "porch" },
    { id: "home_garden", site: "home", name: "garden" },
    { id: "barn_porch", site: "barn", name: "porch" },
    { id: "barn_stall", site: "barn", name: "stall" },
  ],
  groups: [
    { id: "g1", site: "home", name: "Front yard" },
    { id: "g2", site: "barn", name: "All" },
  ],
  sites: ["home", "barn"],
  zone: "Europe/Berlin",
  nowMs: Date.parse("2026-11-21T12:00:00Z"),
};

const parse = (line: string) => parseSearch(line, VOCABULARY, NO_FILTER);

test.each([
  ["camera:garden", { cameras: ["home_garden"] }],
  ["camera:stall,garden", { cameras: ["barn_stall", "home_garden"] }],
  ["camera:stall camera:garden", { cameras: ["barn_stall", "home_garden"] }],
  ["camera:barn_porch", { cameras: ["barn_porch"] }],
  ["camera:porch site:barn", { cameras: ["barn_porch"], site: "barn" }],
  ["Garden", { cameras: ["home_garden"] }],
  ['group:"front yard"', { group: "g1", site: "home" }],
  ["KIND:still", { kind: "still" }],
  ["before:2026-11-01", { before: "2026-10-31T23:00:00.000Z" }],
  ["after:2026-07-01T08:30", { after: "2026-07-01T06:30:00.000Z" }],
  ["on:2026-10-25", { after: "2026-10-24T22:00:00.000Z", before: "2026-10-25T23:00:00.000Z" }],
  ["on:yesterday", { after: "2026-11-19T23:00:00.000Z", before: "2026-11-20T23:00:00.000Z" }],
  ["seen:no starred:yes", { seen: false, starred: true }],
  ["longer:30s shorter:1.5m", { minDurationMs: 30_000, maxDurationMs: 90_000 }],
  ["", {}],
  ["   ", {}],
])("%j is understood", (line, filter) => {
  expect(parse(line)).toEqual({ filter: { ...NO_FILTER, ...filter }, faults: [] });
});

test.each([
  ["camera:attic", "camera"],
  ["camera:porch", "twoCameras"],
  ["camera:", "camera"],
  ["attic", "word"],
  ["colour:red", "word"],
  ["group:Attic", "group"],
  ["site:moon", "site"],
  ["kind:hologram", "kind"],
  ["before:2026-02-30", "date"],
  ["after:2026-11-01T25:00", "date"],
  ["on:2026-11-01T10:00", "date"],
  ["before:soon", "date"],
  ["seen:maybe", "flag"],
  ["longer:long", "duration"],
  ["shorter:48h", "duration"],
])("%j is answered with what is wrong", (line, fault) => {
  expect(parse(line).faults).toEqual([{ fault, word: line }]);
});

test("an end before the beginning is a fault, too", () => {
  const { faults } = parse("before:2026-11-01 after:2026-11-02");
  expect(faults).toEqual([{ fault: "order", word: "before:2026-11-01" }]);
});

test("the place in time and the view are not part of the line", () => {
  const open = { ...NO_FILTER, at: "2026-11-01T00:00:00.000Z", events: false };
  expect(parseSearch("kind:still", VOCABULARY, open).filter).toEqual({ ...open, kind: "still" });
});

test.each([
  "site:barn camera:porch",
  "camera:barn_porch,garden",
  'site:home group:"Front yard" kind:still',
  "on:2026-10-25",
  "after:2026-11-01T08:30 before:2026-11-03",
  "seen:no starred:yes longer:30s shorter:2m",
])("%j is what is written for what it asks", (line) => {
  expect(writeSearch(parse(line).filter, VOCABULARY)).toBe(line);
});

test("a camera nobody knows any more keeps its id", () => {
  const filter = { ...NO_FILTER, cameras: ["home_gone"] };
  expect(writeSearch(filter, VOCABULARY)).toBe("camera:home_gone");
});

describe("completion", () => {
  const complete = (line: string, caret = line.length) => completeSearch(line, caret, VOCABULARY);

  test("offers the words a line may have", () => {
    expect(complete("")).toContain("camera:");
    expect(complete("kind:still s")).toEqual([
      "kind:still site:",
      "kind:still seen:",
      "kind:still starred:",
      "kind:still shorter:",
      "kind:still camera:stall ",
    ]);
  });

  test("offers values, told apart where a name is there twice", () => {
    expect(complete("camera:p")).toEqual(["camera:home_porch ", "camera:barn_porch "]);
    expect(complete("camera:")).toEqual([
      "camera:home_porch ",
      "camera:garden ",
      "camera:barn_porch ",
      "camera:stall ",
    ]);
    expect(complete("camera:garden,st")).toEqual(["camera:garden,stall "]);
    expect(complete("group:f")).toEqual(['group:"Front yard" ']);
    expect(complete("seen:")).toEqual(["seen:yes ", "seen:no "]);
  });

  test("works in the middle of a line and offers nothing that is there already", () => {
    expect(complete("kind:st seen:no", 7)).toEqual(["kind:still seen:no"]);
    expect(complete("kind:still")).toEqual([]);
    expect(complete("colour:")).toEqual([]);
  });
});
