import { texts } from "../texts";
import type { ClipSummary } from "./api";
import type { Filter } from "./filter";
import { formatCamera } from "./format";
import { useAround } from "./queries";
import classes from "./scrub.module.css";
import { Thumbnail } from "./thumbnail";
import type { Places } from "./use_places";

/** A camera that saw nothing for so long before shows nothing. */
const FRESH_MS = 15 * 60_000;

interface ScrubProps {
  filter: Filter;
  places: Places;
  atMs: number;
  bucketMs: number;
}

/** What each camera had last seen at that time, side by side. */
export function Scrub({ filter, places, atMs, bucketMs }: ScrubProps) {
  const bucket = Math.floor(atMs / bucketMs) * bucketMs;
  const around = useAround(filter, bucket - FRESH_MS, bucket + bucketMs);
  const shown = places.cameras.filter(
    ({ id, site }) =>
      (filter.site === null || site === filter.site) &&
      (filter.cameras.length === 0 || filter.cameras.includes(id)),
  );
  return (
    <ul className={classes.scrub} aria-live="polite">
      {shown.map(({ id }) => {
        const clip = findLast(around.data ?? [], id, atMs);
        return (
          <li key={id} className={classes.camera}>
            <span className={classes.frame}>
              {clip === null ? (
                <span className={classes.nothing}>{texts.list.nothingThen}</span>
              ) : (
                <Thumbnail key={clip.id} clip={clip} />
              )}
            </span>
            <span className={classes.name}>{formatCamera(id)}</span>
            {clip !== null && (
              <span className={classes.time}>{places.formats.exactTime(clip.recorded_at)}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** `clips` come newest first. */
function findLast(clips: readonly ClipSummary[], camera: string, atMs: number): ClipSummary | null {
  const found = clips.find((clip) => {
    const startMs = Date.parse(clip.recorded_at);
    return clip.camera === camera && startMs <= atMs && startMs > atMs - FRESH_MS;
  });
  return found ?? null;
}
