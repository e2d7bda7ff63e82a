import { describe, expect, test } from "vitest";
import {
  findVisible,
  type Layout,
  layOut,
  makeShape,
  RESERVE_PX,
  settle,
  tileAt,
  topOf,
} from "../../src/clips/geometry";

const SHAPE = { columns: 4, tileWidthPx: 250, remPx: 16, rowPx: 200, headPx: 50, emptyPx: 40 };

function days(...counts: number[]): { count: number; emptyBelow: number }[] {
  return counts.map((count) => ({ count, emptyBelow: 0 }));
}

test.each([
  [358, 2],
  [280, 1],
  [736, 2],
  [1376, 5],
  [2500, 9],
])("a list %d px wide has %d columns of tiles that fill it", (width, columns) => {
  const shape = makeShape(width, 16);
  expect(shape.columns).toBe(columns);
  const gap = width < 640 ? 12 : 16;
  expect(shape.tileWidthPx * columns + gap * (columns - 1)).toBeCloseTo(width);
});

test("larger letters make fewer and higher tiles", () => {
  expect(makeShape(1376, 32).columns).toBe(2);
  expect(makeShape(1376, 32).rowPx).toBeGreaterThan(makeShape(1376, 16).rowPx);
});

test("days stand below one another, with a line where days had nothing", () => {
  const layout = layOut([{ count: 5, emptyBelow: 3 }, ...days(1)], SHAPE, 1000);
  expect(layout.days).toEqual([
    { topPx: 1000, heightPx: 50 + 400 + 40, first: 0, count: 5 },
    { topPx: 1490, heightPx: 250, first: 5, count: 1 },
  ]);
  expect(layout.endPx).toBe(1740);
  expect([0, 3, 4, 5].map((tile) => topOf(layout, tile))).toEqual([1050, 1050, 1250, 1540]);
});

describe("what is drawn", () => {
  const layout = layOut(days(5, 1, 40), SHAPE, 0);

  test("are whole rows that reach into the stretch", () => {
    expect(findVisible(layout, 0, 260)).toEqual([{ day: 0, from: 0, to: 5, rowsAbove: 0 }]);
    expect(findVisible(layout, 260, 460)).toEqual([
      { day: 0, from: 4, to: 5, rowsAbove: 1 },
      { day: 1, from: 0, to: 0, rowsAbove: 0 },
    ]);
    expect(findVisible(layout, 1200, 1500)).toEqual([{ day: 2, from: 8, to: 16, rowsAbove: 2 }]);
  });

  test("is nothing where there is nothing", () => {
    expect(findVisible(layOut([], SHAPE, 500), 0, 800)).toEqual([]);
    expect(findVisible(layOut(days(3), SHAPE, 5000), 0, 800)).toEqual([]);
  });

  test("is every tile that meets the screen and few others, anywhere in 100,000", () => {
    const long = layOut(
      Array.from({ length: 400 }, (_, at) => ({ count: 249 + (at % 4), emptyBelow: at % 3 })),
      SHAPE,
      3000,
    );
    for (let top = 0; top < long.endPx; top += long.endPx / 97) {
      const drawn = findVisible(long, top, top + 900);
      const tiles = drawn.reduce((sum, { from, to }) => sum + to - from, 0);
      expect(tiles).toBeLessThanOrEqual(4 * 7);
      for (const { day, from, to } of drawn) {
        const first = long.days[day]?.first ?? 0;
        for (const tile of [first + from - 1, first + to]) {
          if (tile < first || tile >= first + (long.days[day]?.count ?? 0)) continue;
          const y = topOf(long, tile);
          expect(y + SHAPE.rowPx <= top || y >= top + 900).toBe(true);
        }
      }
    }
  });

  test("a height is found again by its tile", () => {
    expect(tileAt(layout, 0)).toBe(0);
    expect(tileAt(layout, 260)).toBe(4);
    expect(tileAt(layout, 460)).toBe(5);
    expect(tileAt(layOut([], SHAPE, 0), 0)).toBeNull();
  });
});

describe("when clips come or go above", () => {
  /** Where the tile stands on the screen before and after. */
  function move(
    old: Layout,
    next: { count: number; emptyBelow: number }[],
    shift: number,
    newer: boolean,
  ) {
    const tile = 6;
    const anchorPx = topOf(old, tile);
    const within = topOf(layOut(next, SHAPE, 0), tile + shift);
    const { startPx, scrollByPx } = settle(anchorPx, within, newer);
    const moved = topOf(layOut(next, SHAPE, startPx), tile + shift) - anchorPx;
    return { startPx, scrollByPx, moved };
  }

  test("the room above gives way and nothing is scrolled", () => {
    const { startPx, scrollByPx, moved } = move(
      layOut(days(40), SHAPE, 8000),
      days(40, 40),
      40,
      true,
    );
    expect(scrollByPx).toBe(0);
    expect(moved).toBe(0);
    expect(startPx).toBeLessThan(RESERVE_PX + 8000);
  });

  test("the page follows when the room above is used up", () => {
    const { startPx, scrollByPx, moved } = move(
      layOut(days(40), SHAPE, 2500),
      days(400, 40),
      400,
      true,
    );
    expect(startPx).toBe(RESERVE_PX);
    expect(scrollByPx).toBe(moved);
  });

  test("no room is left above the newest clip", () => {
    const { startPx, scrollByPx, moved } = move(
      layOut(days(40), SHAPE, 8000),
      days(4, 40),
      4,
      false,
    );
    expect(startPx).toBe(0);
    expect(scrollByPx).toBe(moved);
    expect(scrollByPx).toBeLessThan(0);
  });
});
