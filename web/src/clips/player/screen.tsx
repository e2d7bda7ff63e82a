import type { HTMLAttributes, ReactNode } from "react";
import type { ClipSummary } from "../api";
import classes from "./player.module.css";

interface ScreenProps extends HTMLAttributes<HTMLDivElement> {
  clip: ClipSummary | undefined;
  /** Shown while there is nothing better. */
  poster: string | null;
  children: ReactNode;
}

/** Has the shape of the picture before there is one. */
export function Screen({ clip, poster, children, ...handlers }: ScreenProps) {
  const { width, height } = clip ?? { width: null, height: null };
  const shape = width === null || height === null ? 16 / 9 : width / height;
  return (
    <div className={classes.screen} style={{ "--shape": shape }} {...handlers}>
      {children}
      {poster !== null && <img className={classes.poster} src={poster} alt="" />}
    </div>
  );
}
