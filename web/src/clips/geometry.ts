/**
 * Where days and tiles of the list stand, without asking the page: the list is a column of days,
 * a day is a heading and rows of tiles, and all tiles are of one size. Everything is in pixels
 * from the top of the list.
 */

export interface Shape {
  columns: number;
  tileWidthPx: number;
  /** The height of a letter: what is written in a tile is measured by it. */
  remPx: number;
  /** A tile and the gap below it. */
  rowPx: number;
  /** The heading of a day. */
  headPx: number;
  /** The line that says that days below had nothing. */
  emptyPx: number;
}

export interface DayPlace {
  topPx: number;
  heightPx: number;
  /** Its first tile among all. */
  first: number;
  count: number;
}

export interface Layout {
  shape: Shape;
  /** Empty room above the first day, for what is newer and not loaded. */
  startPx: number;
  days: readonly DayPlace[];
  endPx: number;
}

/** As many columns as fit; at least two where a phone is held upright. */
export function makeShape(widthPx: number, remPx: number): Shape {
  const narrow = widthPx < 40 * remPx;
  const gapPx = (narrow ? 0.75 : 1) * remPx;
  const leastPx = (narrow ? 9 : 15.5) * remPx;
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (leastPx + gapPx)));
  const tileWidthPx = (widthPx - gapPx * (columns - 1)) / columns;
  // The picture, two lines of words, the gap.
  const rowPx = Math.round((tileWidthPx * 9) / 16 + 3.5 * remPx + gapPx);
  return { columns, tileWidthPx, remPx, rowPx, headPx: 3.25 * remPx, emptyPx: 2.75 * remPx };
}

export function layOut(
  days: readonly { count: number; emptyBelow: number }[],
  shape: Shape,
  startPx: number,
): Layout {
  let topPx = startPx;
  let first = 0;
  const places: DayPlace[] = [];
  for (const { count, emptyBelow } of days) {
    const rows = Math.ceil(count / shape.columns);
    const heightPx = shape.headPx + rows * shape.rowPx + (emptyBelow > 0 ? shape.emptyPx : 0);
    places.push({ topPx, heightPx, first, count });
    topPx += heightPx;
    first += count;
  }
  return { shape, startPx, days: places, endPx: topPx };
}

/** The day at this height, or the nearest one; -1 when there is none. */
export function dayAt(layout: Layout, px: number): number {
  let low = 0;
  let high = layout.days.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.days[middle]?.topPx ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return high < 0 ? -1 : low;
}

export interface VisibleDay {
  day: number;
  /** Tiles of that day to draw. */
  from: number;
  to: number;
  /** Rows of that day above the first one drawn. */
  rowsAbove: number;
}

/** What to draw of the stretch between two heights: whole rows of tiles, and the days they are of. */
export function findVisible(layout: Layout, fromPx: number, toPx: number): VisibleDay[] {
  const { columns, rowPx, headPx } = layout.shape;
  const visible: VisibleDay[] = [];
  for (let day = Math.max(0, dayAt(layout, fromPx)); day < layout.days.length; day++) {
    const place = layout.days[day];
    if (place === undefined || place.topPx >= toPx) break;
    const tilesPx = place.topPx + headPx;
    const rows = Math.ceil(place.count / columns);
    const rowsAbove = Math.min(rows, Math.max(0, Math.floor((fromPx - tilesPx) / rowPx)));
    const rowsTo = Math.min(rows, Math.max(rowsAbove, Math.ceil((toPx - tilesPx) / rowPx)));
    visible.push({
      day,
      from: rowsAbove * columns,
      to: Math.min(place.count, rowsTo * columns),
      rowsAbove,
    });
  }
  return visible;
}

/** Top of a tile. */
export function topOf(layout: Layout, tile: number): number {
  const place = layout.days.findLast((day) => day.first <= tile);
  if (place === undefined) return layout.startPx;
  const row = Math.floor((tile - place.first) / layout.shape.columns);
  return place.topPx + layout.shape.headPx + row * layout.shape.rowPx;
}

/** The tile that stands first at this height or below it; null when there is none. */
export function tileAt(layout: Layout, px: number): number | null {
  for (const { from, to, day } of findVisible(layout, px, layout.endPx)) {
    if (to > from) return (layout.days[day]?.first ?? 0) + from;
  }
  return null;
}

/** Room kept above the first loaded clip while there are newer ones. */
export const RESERVE_PX = 12_000;
const RESERVE_LEAST_PX = 2_000;

export interface Settled {
  startPx: number;
  /** How far the page must be scrolled so that the reader sees no movement. */
  scrollByPx: number;
}

/**
 * After clips came or went above: `anchor` stood at `anchorPx` and stands, counted from the first
 * day, at `withinPx`. The room above gives way first; only when it is used up, or when nothing
 * newer is left to fill it, the page is scrolled.
 */
export function settle(anchorPx: number, withinPx: number, newerLeft: boolean): Settled {
  const startPx = anchorPx - withinPx;
  if (!newerLeft) return { startPx: 0, scrollByPx: -startPx };
  if (startPx >= RESERVE_LEAST_PX) return { startPx, scrollByPx: 0 };
  return { startPx: RESERVE_PX, scrollByPx: RESERVE_PX - startPx };
}
