import { type KeyboardEvent, useState } from "react";
import { texts } from "../texts";
import { LanesIcon } from "../ui/icons";
import { useNow } from "../ui/use_now";
import type { Filter } from "./filter";
import { chooseFilter } from "./filters";
import { formatCamera } from "./format";
import { findGaps, makeBars, shareOf, type Timeline } from "./overview";
import { useTimeline } from "./overview_queries";
import { Scrub } from "./scrub";
import classes from "./timeline.module.css";
import type { Places } from "./use_places";
import { boundsOf, tickHours } from "./zone";

/** Arrow keys move by this much. */
const STEP_MS = 15 * 60_000;

interface DayTimelineProps {
  filter: Filter;
  places: Places;
  date: string;
  /** What the list shows on top. */
  instantInView: string | null;
}

const NOTHING: Timeline = { bucket_ms: STEP_MS, cameras: [] };

/**
 * Motion over one day. Dragging along it shows what every camera saw at that time; letting go
 * opens the list there.
 */
export function DayTimeline({ filter, places, date, instantInView }: DayTimelineProps) {
  const { zone, formats } = places;
  const day = boundsOf(date, zone);
  const timeline = useTimeline(filter, places.shown, day);
  const data = timeline.data ?? NOTHING;
  const nowMs = useNow();
  const [wished, setWished] = useState<number | null>(null);
  const [lanes, setLanes] = useState(false);
  const atMs =
    wished ?? (instantInView === null ? day.toMs : Math.min(Date.parse(instantInView), day.toMs));
  const bars = makeBars(data, day, null);
  const open = (instantMs: number) => {
    setWished(null);
    chooseFilter({
      ...filter,
      at: instantMs >= nowMs ? null : new Date(instantMs + 1000).toISOString(),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const lastMs = Math.min(day.toMs, nowMs);
    const to = {
      ArrowLeft: atMs - STEP_MS,
      ArrowRight: atMs + STEP_MS,
      PageDown: atMs - 4 * STEP_MS,
      PageUp: atMs + 4 * STEP_MS,
      Home: day.fromMs,
      End: lastMs,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setWished(Math.min(lastMs, Math.max(day.fromMs, to)));
    } else if (event.key === "Enter" && wished !== null) open(wished);
    else if (event.key === "Escape") setWished(null);
  };
  const told = formats.time(new Date(atMs).toISOString());
  const share = shareOf(day, atMs);
  const clips = bars.find((bar) => bar.from <= share && share < bar.to)?.clips ?? 0;
  return (
    <section
      className={classes.timeline}
      aria-label={texts.list.timeline(places.formats.day(date, new Date(nowMs)))}
    >
      {wished !== null && (
        <Scrub filter={filter} places={places} atMs={wished} bucketMs={data.bucket_ms} />
      )}
      <div className={classes.strip}>
        <div className={classes.track}>
          <Lane bars={bars} until={shareOf(day, nowMs)} />
          {lanes &&
            data.cameras.map(({ id }) => (
              <div key={id} className={classes.camera}>
                <span className={classes.name}>{formatCamera(id)}</span>
                <Lane bars={makeBars(data, day, id)} until={shareOf(day, nowMs)} />
              </div>
            ))}
          <input
            className={classes.slider}
            type="range"
            min={day.fromMs}
            max={day.toMs}
            step={60_000}
            value={atMs}
            aria-label={texts.list.timeline(formats.day(date, new Date(nowMs)))}
            aria-valuetext={texts.list.timelineAt(told, clips)}
            onChange={(event) => setWished(Number(event.currentTarget.value))}
            onKeyDown={onKeyDown}
            onBlur={() => setWished(null)}
            onPointerUp={() => open(wished ?? atMs)}
            onPointerCancel={() => setWished(null)}
          />
          <span className={classes.cursor} style={{ left: `${share * 100}%` }} />
          {wished !== null && (
            <span
              className={classes.told}
              style={{ left: `${Math.min(92, Math.max(4, share * 100))}%` }}
            >
              {told}
            </span>
          )}
        </div>
        <div className={classes.hours} aria-hidden="true">
          {tickHours(date, zone, 6).map((tick) => (
            <span key={tick.time} style={{ left: `${shareOf(day, tick.fromMs) * 100}%` }}>
              {formats.time(new Date(tick.fromMs).toISOString())}
            </span>
          ))}
        </div>
      </div>
      <button
        type="button"
        className={classes.lanes}
        aria-pressed={lanes}
        aria-label={texts.list.lanes}
        title={texts.list.lanes}
        onClick={() => setLanes(!lanes)}
      >
        <LanesIcon />
      </button>
      {timeline.isError && <p className={classes.failed}>{texts.list.timelineFailed}</p>}
    </section>
  );
}

/** Higher where there was more; hatched where there was nothing. */
function Lane({ bars, until }: { bars: ReturnType<typeof makeBars>; until: number }) {
  return (
    <svg
      className={classes.lane}
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {findGaps(bars, until).map(({ from, to }) => (
        <line
          key={from}
          className={classes.gap}
          x1={from * 1000}
          x2={to * 1000}
          y1="94"
          y2="94"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {bars.map(({ from, to, density }) => (
        <rect
          key={from}
          className={classes.bar}
          x={from * 1000}
          width={(to - from) * 1000}
          y={100 - (20 + density * 80)}
          height={20 + density * 80}
        />
      ))}
    </svg>
  );
}
