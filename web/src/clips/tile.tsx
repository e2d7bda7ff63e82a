import { VisuallyHidden } from "@mantine/core";
import { type MouseEvent, memo } from "react";
import { enter, type Filter, formatRoute } from "../route";
import { texts } from "../texts";
import { StarIcon } from "../ui/icons";
import type { ClipSummary } from "./api";
import { countChips } from "./chips";
import type { CameraPart, ClipEvent, SeenOf } from "./events";
import { type Formats, formatCamera, formatDuration, formatName, formatSpan } from "./format";
import { Thumbnail } from "./thumbnail";
import classes from "./tile.module.css";

/** More segments than this would be thinner than a finger or an eye can tell apart. */
const SEGMENTS_MAX = 24;

export interface TileProps {
  event: ClipEvent;
  filter: Filter;
  formats: Formats;
  /** The zone is said when it is not the list's. */
  foreign: boolean;
  nowMs: number;
  /** How wide it is drawn, in rem. */
  widthRem: number;
  /** Say the site as well: the reader has several. */
  withSite: boolean;
  selected: boolean;
  /** A click selects instead of opening. */
  selecting: boolean;
  onSelect: (event: ClipEvent, how: "one" | "range") => void;
  /** Star all of its clips; null where the reader may not. */
  onKeep: ((event: ClipEvent) => void) | null;
}

function open(click: MouseEvent, href: string): void {
  click.preventDefault();
  enter(href);
}

/** One event: its first picture, when it was, and how far each of its cameras was seen. */
export const Tile = memo(function Tile(props: TileProps) {
  const { event, filter, formats, selected, selecting, onSelect, onKeep } = props;
  const { oldest, clips, cameras } = event;
  const start = clips.find((clip) => clip.seen !== true) ?? oldest;
  const hrefOf = (id: string) => formatRoute({ page: "clip", id, filter });
  const time = props.foreign
    ? formats.moment(oldest.recorded_at)
    : formats.time(oldest.recorded_at);
  const site = props.withSite ? formatName(event.site) : null;
  // A site's letters are as wide as those of a chip.
  const room = countChips(cameras, props.widthRem - (site === null ? 0 : site.length / 2 + 1));
  const names = cameras.map(({ camera }) => formatCamera(camera)).join(", ");
  const onClick = (click: MouseEvent) => {
    if (click.shiftKey || click.ctrlKey || click.metaKey || selecting) {
      click.preventDefault();
      onSelect(event, click.shiftKey ? "range" : "one");
      return;
    }
    if (click.altKey) return;
    // A segment of the bar leads to its clip; keyboards get there by the chips and the player.
    const segment = click.target instanceof Element ? click.target.closest("[data-segment]") : null;
    open(click, hrefOf(segment?.getAttribute("data-clip-id") ?? start.id));
  };
  return (
    <li
      className={classes.tile}
      data-tile={event.id}
      data-clip-id={oldest.id}
      data-playable={oldest.playable}
      data-selected={selected || undefined}
    >
      <a
        className={classes.link}
        href={hrefOf(start.id)}
        onClick={onClick}
        aria-keyshortcuts={onKeep === null ? "x" : "x s"}
      >
        {/* Beside what is seen, not instead of it: who speaks to a machine says what is seen. */}
        <VisuallyHidden>{texts.list.openEvent(clips.length, names, time)}</VisuallyHidden>
        <span className={classes.frame}>
          <Thumbnail clip={oldest} />
          {clips.length > 1 && <Segments clips={clips} />}
          <Badges clips={clips} />
        </span>
        <span className={classes.line}>
          <SeenDot seen={event.seen} />
          <time
            className={classes.time}
            dateTime={oldest.recorded_at}
            title={formats.moment(oldest.recorded_at)}
          >
            {time}
          </time>
          <span className={classes.age}>{formats.ago(oldest.recorded_at, props.nowMs)}</span>
        </span>
      </a>
      <div className={classes.below}>
        {cameras.length === 1 && <span className={classes.camera}>{names}</span>}
        {cameras.length > 1 &&
          cameras
            .slice(0, room)
            .map((part) => (
              <CameraChip key={part.camera} part={part} href={hrefOf(part.first.id)} />
            ))}
        {cameras.length > 1 && cameras.length > room && (
          <span className={classes.site}>{texts.list.more(cameras.length - room)}</span>
        )}
        {site !== null && <span className={classes.site}>{site}</span>}
      </div>
      {onKeep !== null && !selecting && clips.some(({ starred }) => starred !== true) && (
        <button
          type="button"
          className={classes.keep}
          // The key does the same from the link, one stop of the keyboard less for each tile.
          tabIndex={-1}
          aria-label={texts.keeping.keepEvent(`${names}, ${time}`)}
          title={texts.keeping.keepKey}
          onClick={() => onKeep(event)}
        >
          <StarIcon filled={false} />
        </button>
      )}
      <label className={classes.check} data-shown={selecting || selected || undefined}>
        <input
          type="checkbox"
          checked={selected}
          aria-label={texts.list.selectOne(`${names}, ${time}`)}
          onChange={() => undefined}
          onClick={(click) => onSelect(event, click.shiftKey ? "range" : "one")}
        />
      </label>
    </li>
  );
});

/** One part for each clip, filled while it is unseen. */
function Segments({ clips }: { clips: readonly ClipSummary[] }) {
  return (
    <span className={classes.segments} aria-hidden="true">
      {clips.slice(0, SEGMENTS_MAX).map((clip, at) => (
        <span
          key={clip.id}
          className={classes.segment}
          data-segment=""
          // The first is found by its tile.
          data-clip-id={at === 0 ? undefined : clip.id}
          data-seen={clip.seen === true || undefined}
        />
      ))}
    </span>
  );
}

function Badges({ clips }: { clips: readonly ClipSummary[] }) {
  const durationMs = clips.reduce((sum, clip) => sum + (clip.duration_ms ?? 0), 0);
  return (
    <span className={classes.badges}>
      {clips.some((clip) => clip.starred) && <span className={classes.badge}>★</span>}
      {!clips.some((clip) => clip.playable) && (
        <span className={classes.waiting}>{texts.clips.uploading}</span>
      )}
      {clips.length > 1 && (
        <span className={classes.badge}>{texts.list.clipsIn(clips.length)}</span>
      )}
      {clips.every((clip) => clip.kind === "still") && (
        <span className={classes.badge}>{texts.clips.still}</span>
      )}
      {durationMs > 0 && (
        <span className={classes.badge}>
          <span aria-hidden="true">{formatDuration(durationMs)}</span>
          <VisuallyHidden>{formatSpan(durationMs)}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}

function SeenDot({ seen }: { seen: SeenOf }) {
  if (seen === "seen") return null;
  return (
    <span className={classes.dot} data-seen={seen} title={texts.list[seen]}>
      <VisuallyHidden>{texts.list[seen]}</VisuallyHidden>
    </span>
  );
}

function CameraChip({ part, href }: { part: CameraPart; href: string }) {
  const name = formatCamera(part.camera);
  return (
    <a
      className={classes.chip}
      href={href}
      data-seen={part.seen}
      onClick={(click) => {
        if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
        open(click, href);
      }}
    >
      <span className={classes.dot} data-seen={part.seen} />
      <span className={classes.chipName}>{name}</span>
      {part.count > 1 && <span>{part.count}</span>}
      <VisuallyHidden>{texts.list[part.seen]}</VisuallyHidden>
    </a>
  );
}
