import { VisuallyHidden } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import { useApp } from "../../app_context";
import { texts } from "../../texts";
import type { ClipSummary } from "../api";
import type { ClipEvent } from "../events";
import { formatCamera } from "../format";
import classes from "./event_strip.module.css";

interface EventStripProps {
  event: ClipEvent;
  /** The clip that is shown. */
  id: string;
  hrefOf: (id: string) => string;
  go: (id: string) => void;
}

/** Every clip of the event in its order, the shown one marked. */
export function EventStrip({ event, id, hrefOf, go }: EventStripProps) {
  const { formats } = useApp();
  const strip = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const shown = strip.current?.querySelector<HTMLElement>(`[data-of="${id}"]`);
    if (strip.current === null || shown == null) return;
    // Not scrollIntoView, which would move what is around the strip as well.
    strip.current.scrollLeft =
      shown.offsetLeft - (strip.current.clientWidth - shown.clientWidth) / 2;
  }, [id]);
  const at = event.clips.findIndex((clip) => clip.id === id) + 1;
  return (
    <section className={classes.event} aria-label={texts.watching.event}>
      <h3 className={classes.title}>
        {texts.watching.event}
        <span className={classes.count}>
          {texts.watching.positionOf(String(at), String(event.clips.length))}
        </span>
      </h3>
      <ol ref={strip} className={classes.strip}>
        {event.clips.map((clip) => (
          <li key={clip.id} data-of={clip.id}>
            <a
              className={classes.clip}
              href={hrefOf(clip.id)}
              aria-current={clip.id === id || undefined}
              onClick={(click) => {
                if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
                click.preventDefault();
                go(clip.id);
              }}
            >
              <Picture clip={clip} />
              <span className={classes.camera}>{formatCamera(clip.camera)}</span>
              <time className={classes.time} dateTime={clip.recorded_at}>
                {formats.exactTime(clip.recorded_at)}
              </time>
              {!clip.seen && <Unseen />}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Picture({ clip }: { clip: ClipSummary }) {
  if (clip.thumb_url === null) return <span className={classes.picture} />;
  return <img className={classes.picture} src={clip.thumb_url} alt="" loading="lazy" />;
}

function Unseen() {
  return (
    <span className={classes.dot}>
      <VisuallyHidden>{texts.watching.unseen}</VisuallyHidden>
    </span>
  );
}
