import { useReducedMotion } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { texts } from "../../texts";
import { formatDuration } from "../format";
import classes from "./bar.module.css";
import type { Film } from "./use_film";

/** By the arrow keys and by the page keys; seconds. */
const SMALL_S = 1;
const LARGE_S = 5;

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -SMALL_S,
  ArrowDown: -SMALL_S,
  ArrowRight: SMALL_S,
  ArrowUp: SMALL_S,
  PageDown: -LARGE_S,
  PageUp: LARGE_S,
};

/** Where the film is, and where it shall be. */
export function SeekBar({ film }: { film: Film }) {
  const { state, controls, video } = film;
  const bar = useRef<HTMLInputElement>(null);
  const still = useReducedMotion();
  const { timeS, durationS, loadedS, isPaused } = state;

  useEffect(() => {
    if (bar.current !== null) show(bar.current, timeS, durationS);
  }, [timeS, durationS]);

  // The film tells its time four times a second, which in a clip of some seconds would be jumps.
  useEffect(() => {
    if (video === null || isPaused || still) return;
    let request = 0;
    const draw = () => {
      if (bar.current !== null) show(bar.current, video.currentTime, video.duration);
      request = window.requestAnimationFrame(draw);
    };
    draw();
    return () => window.cancelAnimationFrame(request);
  }, [video, isPaused, still]);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    controls.seekBy(by);
  };
  const position = texts.watching.positionOf(formatAt(timeS), formatAt(durationS));
  return (
    <input
      ref={bar}
      className={classes.seek}
      type="range"
      min={0}
      max={durationS}
      step="any"
      defaultValue={0}
      disabled={durationS === 0}
      aria-label={texts.watching.position}
      aria-valuetext={position}
      style={{ "--loaded": durationS === 0 ? 0 : loadedS / durationS }}
      onChange={({ currentTarget }) => controls.seek(currentTarget.valueAsNumber)}
      onKeyDown={onKeyDown}
    />
  );
}

function show(bar: HTMLInputElement, timeS: number, durationS: number): void {
  bar.valueAsNumber = timeS;
  bar.style.setProperty("--played", String(durationS > 0 ? timeS / durationS : 0));
}

/** 0:00 is a place in a film, though no film lasts so long. */
export function formatAt(timeS: number): string {
  return timeS < 1 ? "0:00" : formatDuration(timeS * 1000);
}
