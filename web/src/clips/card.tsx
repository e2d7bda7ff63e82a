import { VisuallyHidden } from "@mantine/core";
import { memo } from "react";
import { useApp } from "../app_context";
import { enter } from "../route";
import { texts } from "../texts";
import type { ClipSummary } from "./api";
import classes from "./card.module.css";
import { formatCamera, formatDuration, formatName, formatSpan } from "./format";
import { Thumbnail } from "./thumbnail";

interface CardProps {
  clip: ClipSummary;
  /** Where a click leads. */
  href: string;
  /** Say the site as well: the reader has several. */
  withSite: boolean;
}

export const Card = memo(function Card({ clip, href, withSite }: CardProps) {
  const { formats } = useApp();
  return (
    <li className={classes.card} data-clip-id={clip.id} data-playable={clip.playable}>
      <a
        className={classes.link}
        href={href}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          enter(href);
        }}
      >
        <span className={classes.frame}>
          <Thumbnail clip={clip} />
          <Badges clip={clip} />
        </span>
        <span className={classes.line}>
          <span className={classes.camera}>{formatCamera(clip.camera)}</span>
          {withSite && <span className={classes.site}>{formatName(clip.site)}</span>}
          <time
            className={classes.time}
            dateTime={clip.recorded_at}
            title={formats.moment(clip.recorded_at)}
          >
            {formats.time(clip.recorded_at)}
          </time>
        </span>
      </a>
    </li>
  );
});

function Badges({ clip }: { clip: ClipSummary }) {
  return (
    <span className={classes.badges}>
      {!clip.playable && <span className={classes.waiting}>{texts.clips.uploading}</span>}
      {clip.kind === "still" && <span className={classes.badge}>{texts.clips.still}</span>}
      {clip.kind === "clip" && clip.duration_ms !== null && (
        <span className={classes.badge}>
          <span aria-hidden="true">{formatDuration(clip.duration_ms)}</span>
          <VisuallyHidden>{formatSpan(clip.duration_ms)}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}
