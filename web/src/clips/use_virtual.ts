import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ClipEvent, EventDay } from "./events";
import {
  findVisible,
  type Layout,
  layOut,
  makeShape,
  RESERVE_PX,
  type Shape,
  settle,
  tileAt,
  topOf,
  type VisibleDay,
} from "./geometry";
import { TOP_PX } from "./queries";

/** Drawn above and below the screen, so that a quick scroll does not show bare ground. */
const OVERSCAN_PX = 900;
/** Further pages are fetched this far before their place scrolls into view. */
const AHEAD_PX = 1500;

/** What the reader looks at: the day and the instant of the topmost tile; null in an empty list. */
export interface InView {
  date: string | null;
  instant: string | null;
}

export const NOWHERE: InView = { date: null, instant: null };

export interface Virtual {
  layout: Layout;
  visible: VisibleDay[];
  /** The loaded clips end near the screen. */
  nearOldest: boolean;
  nearNewest: boolean;
  /** Where the reader is going; null until somebody scrolls. */
  going: "older" | "newer" | null;
  inView: InView;
}

interface Committed {
  layout: Layout;
  events: readonly ClipEvent[];
}

/** Size of tiles, measured anew when the width or the reader's letters change. */
export function useShape(ref: RefObject<HTMLElement | null>): Shape | null {
  const [shape, setShape] = useState<Shape | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = makeShape(element.clientWidth, remPx);
      setShape((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return shape;
}

/** Height on the page at which the list itself begins. */
function listTop(element: HTMLElement): number {
  return element.getBoundingClientRect().top + window.scrollY;
}

/** What sticks to the upper edge and covers the list; pixels. */
function coveredPx(element: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(element).getPropertyValue("--covered")) || 0;
}

/** Places the new layout so that what the reader looks at does not move. */
function place(
  element: HTMLElement | null,
  old: Committed | null,
  days: readonly EventDay[],
  events: readonly ClipEvent[],
  shape: Shape,
  newerLeft: boolean,
): { layout: Layout; scrollToPx: number | null } {
  const plain = (startPx: number) => layOut(toCounts(days), shape, startPx);
  if (element === null || old === null) {
    return { layout: plain(newerLeft ? RESERVE_PX : 0), scrollToPx: null };
  }
  const fromPx = window.scrollY - listTop(element);
  if (!newerLeft && old.layout.startPx === 0 && window.scrollY < TOP_PX) {
    return { layout: plain(0), scrollToPx: null };
  }
  const first = tileAt(old.layout, fromPx + coveredPx(element));
  const within = plain(0);
  const known = new Map(events.flatMap((event, at) => event.clips.map(({ id }) => [id, at])));
  for (let tile = first ?? 0; tile < old.events.length; tile++) {
    const now = old.events[tile]?.clips.map(({ id }) => known.get(id)).find((at) => at != null);
    if (now == null) continue;
    const settled = settle(topOf(old.layout, tile), topOf(within, now), newerLeft);
    // Absolute, because a page that gets shorter moves what it shows by itself.
    const scrollToPx = settled.scrollByPx === 0 ? null : window.scrollY + settled.scrollByPx;
    return { layout: plain(settled.startPx), scrollToPx };
  }
  return { layout: plain(newerLeft ? old.layout.startPx : 0), scrollToPx: null };
}

function toCounts(days: readonly EventDay[]) {
  return days.map((day) => ({ count: day.events.length, emptyBelow: day.emptyBelow }));
}

type Seen = Omit<Virtual, "layout"> & { key: string };

const NOTHING: Seen = {
  key: "",
  visible: [],
  nearOldest: false,
  nearNewest: false,
  going: null,
  inView: NOWHERE,
};

/** Which tiles are on the screen; null until the list has a width. */
export function useVirtual(
  ref: RefObject<HTMLElement | null>,
  days: readonly EventDay[],
  newerLeft: boolean,
): Virtual | null {
  const shape = useShape(ref);
  const committed = useRef<Committed | null>(null);
  const events = useMemo(() => days.flatMap((day) => day.events), [days]);
  const placed = useMemo(
    () =>
      shape === null ? null : place(ref.current, committed.current, days, events, shape, newerLeft),
    [ref, days, events, shape, newerLeft],
  );
  const [seen, setSeen] = useState(NOTHING);
  const lastY = useRef(0);

  useLayoutEffect(() => {
    if (placed === null) return;
    const element = ref.current;
    const opened = committed.current === null && placed.layout.startPx > 0 && element !== null;
    committed.current = { layout: placed.layout, events };
    if (opened) {
      window.scrollTo(0, listTop(element) + placed.layout.startPx - coveredPx(element));
    } else if (placed.scrollToPx !== null) window.scrollTo(0, placed.scrollToPx);
    // This was not the reader.
    lastY.current = window.scrollY;
  }, [ref, placed, events]);

  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || placed === null) return;
    const look = () => {
      const moved = window.scrollY - lastY.current;
      lastY.current = window.scrollY;
      const going = moved === 0 ? null : moved > 0 ? "older" : "newer";
      const next = lookAt(element, placed.layout, days, going);
      setSeen((known) => {
        if (next.going === null) next.going = known.going;
        return known.key === next.key && known.going === next.going ? known : next;
      });
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [ref, placed, days]);

  return placed === null ? null : { ...seen, layout: placed.layout };
}

function lookAt(
  element: HTMLElement,
  layout: Layout,
  days: readonly EventDay[],
  going: Virtual["going"],
): Seen {
  const fromPx = window.scrollY - listTop(element);
  const toPx = fromPx + window.innerHeight;
  const visible = findVisible(layout, fromPx - OVERSCAN_PX, toPx + OVERSCAN_PX);
  const nearOldest = toPx > layout.endPx - AHEAD_PX;
  const nearNewest = fromPx < layout.startPx + AHEAD_PX;
  const tile = tileAt(layout, fromPx + coveredPx(element));
  const at = layout.days.findLastIndex((day) => day.first <= (tile ?? Number.MAX_SAFE_INTEGER));
  const day = days[at];
  const event = day?.events[(tile ?? 0) - (layout.days[at]?.first ?? 0)];
  const inView = { date: day?.date ?? null, instant: event?.newest.recorded_at ?? null };
  const key = JSON.stringify([visible, nearOldest, nearNewest, inView]);
  return { key, visible, nearOldest, nearNewest, going, inView };
}

/** Runs `load` as long as it is wanted and nothing is under way. */
export function useLoading(wanted: boolean, load: () => void): void {
  useEffect(() => {
    if (wanted) load();
  }, [wanted, load]);
}
