import {
  type CSSProperties,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { type Filter, formatRoute } from "../route";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import { useNow } from "../ui/use_now";
import classes from "./event_list.module.css";
import { type ClipEvent, type EventDay, groupDays, groupEvents } from "./events";
import { toNow } from "./filter";
import { mayKeep } from "./keeping/state";
import { useKeepEvent } from "./keeping/use_keep_event";
import { PAGES_MAX } from "./list_pages";
import type { useClips } from "./queries";
import { moveFocus } from "./selection";
import { Tile } from "./tile";
import type { Places } from "./use_places";
import type { Selecting } from "./use_selection";
import { type InView, NOWHERE, useLoading, useVirtual, type Virtual } from "./use_virtual";
import { addDays, countDays, makeDateOf } from "./zone";

interface EventListProps {
  list: ReturnType<typeof useClips>;
  filter: Filter;
  places: Places;
  selecting: Selecting;
}

interface ShownDays {
  days: EventDay[];
  onInView: (inView: InView) => void;
}

export function useEventDays(
  list: ReturnType<typeof useClips>,
  zone: string,
  together: boolean,
): EventDay[] {
  return useMemo(
    () => groupDays(groupEvents(list.clips, makeDateOf(zone), together), countDays),
    [list.clips, zone, together],
  );
}

/** All events that are loaded; only those near the screen are drawn. */
export function EventList(props: EventListProps & ShownDays) {
  const { list, days, selecting, onInView } = props;
  const ref = useRef<HTMLDivElement>(null);
  const newerLeft = list.hasPreviousPage;
  const virtual = useVirtual(ref, days, newerLeft);
  const inView = virtual?.inView ?? NOWHERE;
  useEffect(() => onInView(inView), [onInView, inView]);
  useEnds(list, virtual);
  const keep = useKeepEvent();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tile = event.target instanceof Element ? event.target.closest("[data-tile]") : null;
    const id = tile?.getAttribute("data-tile") ?? null;
    if (selecting.onKey(event, id)) return event.preventDefault();
    if (event.altKey || event.ctrlKey || event.metaKey || id === null || virtual === null) return;
    if (event.key === "s") {
      const pressed = days.flatMap((day) => day.events).find((each) => each.id === id);
      if (pressed !== undefined) keep(pressed);
      return event.preventDefault();
    }
    const ids = selecting.ids;
    const to = moveFocus(event.key, ids.indexOf(id), ids.length, virtual.layout.shape.columns);
    const next = to === null ? undefined : ids[to];
    if (next === undefined) return;
    const link = ref.current?.querySelector<HTMLElement>(`[data-tile="${next}"] a`);
    if (link == null) return;
    event.preventDefault();
    link.focus();
    if (event.shiftKey) selecting.extendTo(id, next);
  };
  return (
    <section
      ref={ref}
      className={classes.list}
      style={{ height: virtual === null ? undefined : virtual.layout.endPx }}
      aria-label={texts.clips.pageTitle}
      onKeyDown={onKeyDown}
    >
      {virtual !== null && newerLeft && (
        <div
          className={classes.room}
          style={
            {
              height: virtual.layout.startPx,
              "--row": `${virtual.layout.shape.rowPx}px`,
            } as CSSProperties
          }
        >
          {list.isFetchPreviousPageError ? (
            <ProblemNotice
              title={texts.clips.moreFailed}
              error={list.error ?? new Error()}
              onRetry={() => void list.fetchPreviousPage()}
            />
          ) : (
            <p className={classes.loading}>{texts.list.newerLoading}</p>
          )}
        </div>
      )}
      {virtual?.visible.map((seen) => {
        const day = days[seen.day];
        if (day === undefined) return null;
        return (
          <Day key={day.date} {...props} day={day} seen={seen} virtual={virtual} onKeep={keep} />
        );
      })}
    </section>
  );
}

/**
 * Fetches what follows at both ends before it scrolls into view. A full list forgets at one end
 * what it takes in at the other, so it follows the reader only.
 */
function useEnds(list: ReturnType<typeof useClips>, virtual: Virtual | null): void {
  const { fetchNextPage, fetchPreviousPage } = list;
  const full = (list.data?.pages.length ?? 0) >= PAGES_MAX;
  const may = (way: "older" | "newer") =>
    virtual !== null && !list.isFetching && (!full || virtual.going === way);
  useLoading(
    may("older") && virtual?.nearOldest === true && list.hasNextPage && !list.isFetchNextPageError,
    useCallback(() => void fetchNextPage(), [fetchNextPage]),
  );
  useLoading(
    may("newer") &&
      virtual?.nearNewest === true &&
      list.hasPreviousPage &&
      !list.isFetchPreviousPageError,
    useCallback(() => void fetchPreviousPage(), [fetchPreviousPage]),
  );
}

interface DayProps extends EventListProps {
  day: EventDay;
  seen: Virtual["visible"][number];
  virtual: Virtual;
  onKeep: (event: ClipEvent) => void;
}

function Day({ day, seen, virtual, filter, places, selecting, onKeep }: DayProps) {
  const nowMs = useNow();
  const { shape } = virtual.layout;
  const place = virtual.layout.days[seen.day];
  if (place === undefined) return null;
  const id = `day-${day.date}`;
  const title = places.formats.day(day.date, new Date(nowMs));
  const below = shape.headPx + Math.ceil(place.count / shape.columns) * shape.rowPx;
  return (
    <section
      className={classes.section}
      style={{ top: place.topPx, height: place.heightPx }}
      aria-labelledby={id}
    >
      <div className={classes.head} style={{ height: shape.headPx }}>
        <h2 id={id} className={classes.day}>
          <time dateTime={day.date}>{title}</time>
        </h2>
        <button
          type="button"
          className={classes.selectDay}
          onClick={() => selecting.addAll(day.events.map((event) => event.id))}
        >
          {texts.list.selectDay}
        </button>
      </div>
      <ul
        className={classes.grid}
        style={
          {
            top: shape.headPx + seen.rowsAbove * shape.rowPx,
            "--columns": shape.columns,
            "--row": `${shape.rowPx}px`,
          } as CSSProperties
        }
        aria-labelledby={id}
      >
        {day.events.slice(seen.from, seen.to).map((event) => (
          <PlacedTile
            key={event.id}
            event={event}
            filter={filter}
            places={places}
            nowMs={nowMs}
            widthRem={shape.tileWidthPx / shape.remPx}
            selecting={selecting}
            onKeep={onKeep}
          />
        ))}
      </ul>
      {day.emptyBelow > 0 && (
        <p className={classes.empty} style={{ top: below, height: shape.emptyPx }}>
          {texts.list.nothingFor(
            day.emptyBelow,
            places.formats.day(addDays(day.date, -day.emptyBelow), new Date(nowMs)),
            places.formats.day(addDays(day.date, -1), new Date(nowMs)),
          )}
        </p>
      )}
    </section>
  );
}

interface PlacedTileProps {
  event: ClipEvent;
  filter: Filter;
  places: Places;
  nowMs: number;
  widthRem: number;
  selecting: Selecting;
  onKeep: (event: ClipEvent) => void;
}

function PlacedTile(props: PlacedTileProps) {
  const { event, filter, places, nowMs, widthRem, selecting, onKeep } = props;
  const own = places.ownFormats(event.site);
  return (
    <Tile
      event={event}
      filter={filter}
      formats={own ?? places.formats}
      foreign={own !== null}
      nowMs={nowMs}
      widthRem={widthRem}
      withSite={places.sites.length > 1}
      selected={selecting.selection.ids.has(event.id)}
      selecting={selecting.on}
      onSelect={selecting.onSelect}
      onKeep={mayKeep(places.sites.find(({ id }) => id === event.site)) ? onKeep : null}
    />
  );
}

/** Where the newest clips are, from wherever the list stands open. */
export function nowHref(filter: Filter): string {
  return formatRoute({ page: "clips", filter: toNow(filter) });
}
