import type { ReactNode } from "react";
import { texts } from "../../texts";
import { BarButton } from "./bar";
import classes from "./bar.module.css";
import { FrameBackIcon, FrameForwardIcon, PauseIcon, PlayIcon } from "./icons";
import type { Stills } from "./stills";

interface StillBarProps {
  stills: Stills;
  isPlaying: boolean;
  toggle: () => void;
  step: (by: 1 | -1) => void;
  /** Where the reader drags to; null: nowhere. */
  scrub: number | null;
  setScrub: (at: number | null) => void;
  /** What every bar has at its end. */
  children: ReactNode;
}

/** Stills of one camera are a film of their own, only slower. */
export function StillBar(props: StillBarProps) {
  const { stills, isPlaying, toggle, step, scrub, setScrub, children } = props;
  const words = texts.watching;
  const last = stills.clips.length - 1;
  const at = Math.max(scrub ?? stills.at, 0);
  const position = words.positionOf(String(at + 1), String(last + 1));
  const commit = () => setScrub(null);
  return (
    <fieldset className={classes.bar} aria-label={words.controls}>
      <input
        className={classes.seek}
        type="range"
        min={0}
        max={last}
        step={1}
        value={at}
        disabled={last < 1}
        aria-label={words.position}
        aria-valuetext={position}
        style={{ "--played": last < 1 ? 0 : at / last, "--loaded": 1 }}
        onChange={({ currentTarget }) => setScrub(currentTarget.valueAsNumber)}
        // Each still is fetched only when the reader lets go.
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <div className={classes.buttons}>
        <BarButton label={isPlaying ? words.pause : words.playStills} onClick={toggle} isFirst>
          {isPlaying ? <PauseIcon /> : <PlayIcon />}
        </BarButton>
        <BarButton label={words.stillBack} onClick={() => step(-1)} isOff={at <= 0}>
          <FrameBackIcon />
        </BarButton>
        <BarButton label={words.stillForward} onClick={() => step(1)} isOff={at >= last}>
          <FrameForwardIcon />
        </BarButton>
        <span className={classes.time}>{position}</span>
        {children}
      </div>
    </fieldset>
  );
}
