import { useState } from "react";
import { texts } from "../texts";
import classes from "./dialog.module.css";

interface MediaProps {
  /** Kept as long as the element lives: another address would begin the video anew. */
  url: string;
  /** When `url` ends. */
  expiresAt: string;
  camera: string;
  onError: (atS: number, expired: boolean) => void;
}

const isPast = (instant: string) => Date.parse(instant) <= Date.now();

export function Still({ url, expiresAt, camera, onError }: MediaProps) {
  const [first] = useState({ url, expiresAt });
  return (
    <img
      className={classes.media}
      src={first.url}
      alt={texts.player.picture(camera)}
      onError={() => onError(0, isPast(first.expiresAt))}
    />
  );
}

interface VideoProps extends MediaProps {
  poster: string | null;
  startAtS: number;
}

export function Video({ url, expiresAt, camera, poster, startAtS, onError }: VideoProps) {
  const [first] = useState({ url, expiresAt, poster, startAtS });
  return (
    <video
      className={classes.media}
      src={first.url}
      poster={first.poster ?? undefined}
      aria-label={texts.player.video(camera)}
      controls
      autoPlay
      playsInline
      onLoadedMetadata={({ currentTarget }) => {
        if (first.startAtS > 0) currentTarget.currentTime = first.startAtS;
      }}
      onError={({ currentTarget }) => onError(currentTarget.currentTime, isPast(first.expiresAt))}
    />
  );
}
