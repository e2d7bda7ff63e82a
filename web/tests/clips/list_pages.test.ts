import { describe, expect, test } from "vitest";
import type { ClipSummary } from "../../src/clips/api";
import { type Filter, NO_FILTER } from "../../src/clips/filter";
import {
  changeClips,
  firstStep,
  type ListPage,
  listPages,
  makePage,
  makeQuery,
  mergeHead,
  PAGES_MAX,
  type Step,
} from "../../src/clips/list_pages";
import { Catalogue } from "./catalogue";
import { clipAt } from "./clips";

/** Loads as the query client does: pages at either end, the furthest forgotten. */
class Reader {
  pages: ListPage[];

  private readonly catalogue: Catalogue;
  private readonly filter: Filter;
  private readonly pagesMax: number;

  constructor(catalogue: Catalogue, filter: Filter = NO_FILTER, pagesMax = PAGES_MAX) {
    this.catalogue = catalogue;
    this.filter = filter;
    this.pagesMax = pagesMax;
    this.pages = [this.fetch(firstStep(filter))];
  }

  private fetch(step: Step): ListPage {
    return makePage(step, this.catalogue.list(makeQuery(this.filter, step)));
  }

  head(): ListPage {
    return this.fetch({ ...firstStep(this.filter), from: null });
  }

  goOlder(): boolean {
    const step = this.pages.at(-1)?.older ?? null;
    if (step !== null) this.pages = [...this.pages, this.fetch(step)].slice(-this.pagesMax);
    return step !== null;
  }

  goNewer(): boolean {
    const step = this.pages[0]?.newer ?? null;
    if (step !== null) this.pages = [this.fetch(step), ...this.pages].slice(0, this.pagesMax);
    return step !== null;
  }

  ids(): string[] {
    return listPages(this.pages).map((clip) => clip.id);
  }
}

function everyMinute(count: number, from = "2026-11-01T00:00:00Z"): ClipSummary[] {
  return Array.from({ length: count }, (_, minute) =>
    clipAt(new Date(Date.parse(from) + minute * 60_000).toISOString()),
  );
}

const newestFirst = (catalogue: Catalogue) => catalogue.clips.map((clip) => clip.id).toReversed();

/** 30 days of which only the first two and the last three have clips. */
function sparseMonth(): Catalogue {
  const days = ["2026-10-22", "2026-10-23", "2026-11-18", "2026-11-19", "2026-11-20"];
  return new Catalogue(days.flatMap((day) => everyMinute(130, `${day}T09:00:00Z`)));
}

describe("a list", () => {
  test("goes down over 25 empty days and ends, each clip once", () => {
    const catalogue = sparseMonth();
    const reader = new Reader(catalogue);
    while (reader.goOlder());
    expect(reader.ids()).toEqual(newestFirst(catalogue));
    expect(catalogue.asked.length).toBeLessThan(10);
  });

  test.each(["2026-11-05T00:00:00.000Z", "2026-11-19T10:00:00.000Z", "2026-10-01T00:00:00.000Z"])(
    "opened at %s goes both ways to both ends",
    (at) => {
      const catalogue = sparseMonth();
      const reader = new Reader(catalogue, { ...NO_FILTER, at });
      for (let turn = 0; turn < 20; turn++) {
        reader.goNewer();
        reader.goOlder();
      }
      expect(reader.ids()).toEqual(newestFirst(catalogue));
      expect([reader.goNewer(), reader.goOlder()]).toEqual([false, false]);
    },
  );

  test("forgets what is far away and finds it again on the way back", () => {
    const catalogue = sparseMonth();
    const reader = new Reader(catalogue, NO_FILTER, 3);
    while (reader.goOlder());
    expect(reader.ids()).toEqual(newestFirst(catalogue).slice(-reader.ids().length));
    while (reader.goNewer());
    expect(reader.ids()).toEqual(newestFirst(catalogue).slice(0, reader.ids().length));
    while (reader.goOlder());
    expect(reader.ids().at(-1)).toBe(newestFirst(catalogue).at(-1));
  });

  test("goes on over pages that hold few clips, or none, but are not the end", () => {
    const catalogue = new Catalogue(everyMinute(2000), 450);
    const fit = newestFirst(catalogue).filter((_, at) => (1999 - at) % 450 === 0);
    const reader = new Reader(catalogue, NO_FILTER, 3);
    const read = new Set(reader.ids());
    while (reader.goOlder()) for (const id of reader.ids()) read.add(id);
    expect([...read]).toEqual(fit);
    const again = new Set(reader.ids());
    while (reader.goNewer()) for (const id of reader.ids()) again.add(id);
    expect([...again].sort()).toEqual([...fit].sort());
  });

  test("knows clips of one millisecond apart, whichever way it comes upon them", () => {
    const cameras = ["home_a", "home_b", "home_c", "home_d", "home_e"];
    const twins = cameras.map((camera) => clipAt("2026-11-21T10:00:00Z", { camera }));
    const catalogue = new Catalogue([...twins, ...everyMinute(250)]);
    const at = "2026-11-01T01:00:00.000Z";
    const reader = new Reader(catalogue, { ...NO_FILTER, at }, 2);
    while (reader.goNewer());
    while (reader.goOlder());
    while (reader.goNewer());
    expect(reader.ids().slice(0, 8)).toEqual(newestFirst(catalogue).slice(0, 8));
  });

  test("stays within the span that is asked for", () => {
    const filter = {
      ...NO_FILTER,
      after: "2026-11-01T00:10:00.000Z",
      before: "2026-11-01T00:20:00.000Z",
      at: "2026-11-01T00:15:00.000Z",
    };
    const reader = new Reader(new Catalogue(everyMinute(60)), filter);
    while (reader.goNewer());
    expect(reader.ids()).toHaveLength(10);
    const beyond = new Reader(new Catalogue(everyMinute(60)), {
      ...filter,
      at: "2026-11-05T00:00:00.000Z",
    });
    expect(beyond.ids()).toHaveLength(10);
  });
});

describe("a fresh first page", () => {
  test("puts new clips on top of a list that begins with the newest", () => {
    const catalogue = new Catalogue(everyMinute(150));
    const reader = new Reader(catalogue);
    reader.goOlder();
    catalogue.add(clipAt("2026-11-02T00:00:00Z"));
    catalogue.add(clipAt("2026-11-01T02:00:30Z", { camera: "home_late" }));
    const merged = mergeHead(reader.pages, reader.head(), false);
    expect(listPages(merged).map((clip) => clip.id)).toEqual(newestFirst(catalogue));
    expect(mergeHead(merged, reader.head(), false)).toEqual(merged);
  });

  test("takes away what is gone, as deep as it reaches", () => {
    const clips = everyMinute(150);
    const reader = new Reader(new Catalogue(clips));
    reader.goOlder();
    const rest = new Reader(new Catalogue(clips.filter((_, at) => at % 2 === 0)));
    const merged = mergeHead(reader.pages, rest.head(), false);
    expect(listPages(merged)).toHaveLength(75);
  });

  test("leaves a list alone that stands open elsewhere", () => {
    const catalogue = new Catalogue(everyMinute(150));
    const reader = new Reader(catalogue, { ...NO_FILTER, at: "2026-11-01T01:00:00.000Z" });
    expect(mergeHead(reader.pages, reader.head(), true)).toEqual(reader.pages);
  });

  test("that is far ahead is the whole list for who reads at the top", () => {
    const catalogue = new Catalogue(everyMinute(150));
    const reader = new Reader(catalogue);
    for (const clip of everyMinute(250, "2026-11-03T00:00:00Z")) catalogue.add(clip);
    const head = reader.head();
    expect(mergeHead(reader.pages, head, true)).toEqual([head]);
    reader.pages = mergeHead(reader.pages, head, false);
    while (reader.goNewer() || reader.goOlder());
    expect(reader.ids()).toEqual(newestFirst(catalogue));
  });

  test("fills a list that was empty, and empties one whose clips are gone", () => {
    const empty = new Reader(new Catalogue([]));
    const one = new Reader(new Catalogue(everyMinute(1)));
    expect(mergeHead(empty.pages, one.head(), true)).toEqual(one.pages);
    expect(listPages(mergeHead(one.pages, empty.head(), true))).toEqual([]);
  });
});

test("clips are changed without touching the pages that have none of them", () => {
  const reader = new Reader(new Catalogue(everyMinute(150)));
  reader.goOlder();
  const [target] = reader.pages[1]?.clips ?? [];
  const changed = changeClips(reader.pages, (clip) =>
    clip === target ? { ...clip, seen: true } : clip,
  );
  expect(changed[0]).toBe(reader.pages[0]);
  expect(changed[1]?.clips[0]?.seen).toBe(true);
});
