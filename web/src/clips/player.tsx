import { type ReactNode, useReducer, useRef } from "react";
import { texts } from "../texts";
import type { ClipDetail, ClipSummary } from "./api";
import classes from "./dialog.module.css";
import { formatCamera } from "./format";
import { Still, Video } from "./media";
import { choosePlayed, stepPlayback } from "./state";

interface PlayerProps {
  clip: ClipDetail | undefined;
  /** What the list knew, until the clip is loaded. */
  summary: ClipSummary | undefined;
  /** Fetches the clip again for a fresh address; undefined when that fails. */
  renew: () => Promise<ClipDetail | undefined>;
}

export function Player({ clip, summary, renew }: PlayerProps) {
  const [playback, step] = useReducer(stepPlayback, { kind: "playing", attempt: 0 });
  const reachedS = useRef(0);
  const poster = (clip ?? summary)?.thumb_url ?? null;

  if (clip === undefined) {
    return (
      <Frame clip={summary} poster={poster}>
        <span role="status" aria-label={texts.player.loading} className={classes.loading} />
      </Frame>
    );
  }
  const shown = choosePlayed(clip);
  if (shown === null || playback.kind === "failed") {
    return (
      <Frame clip={clip} poster={poster}>
        <p role="status" className={classes.says}>
          {shown === null ? sayWhatIsMissing(clip) : texts.player.unplayable}
        </p>
      </Frame>
    );
  }
  const onError = async (atS: number, expired: boolean) => {
    if (playback.kind !== "playing") return;
    reachedS.current = atS;
    step({ kind: "error", expired });
    step((await renew()) === undefined ? { kind: "notRenewed" } : { kind: "renewed" });
  };
  const media = {
    url: shown.url,
    expiresAt: clip.media_expires_at,
    camera: formatCamera(clip.camera),
    onError,
  };
  return (
    <Frame clip={clip} poster={null}>
      {clip.kind === "still" ? (
        <Still key={playback.attempt} {...media} />
      ) : (
        <Video key={playback.attempt} {...media} poster={poster} startAtS={reachedS.current} />
      )}
    </Frame>
  );
}

function sayWhatIsMissing(clip: ClipDetail): string {
  return clip.media.original === null ? texts.player.uploading : texts.player.converting;
}

interface FrameProps {
  clip: ClipSummary | undefined;
  /** Shown while there is nothing better. */
  poster: string | null;
  children: ReactNode;
}

/** Has the shape of the picture before there is one. */
function Frame({ clip, poster, children }: FrameProps) {
  const { width, height } = clip ?? { width: null, height: null };
  const shape = width === null || height === null ? 16 / 9 : width / height;
  return (
    <div className={classes.frame} style={{ "--shape": shape }}>
      {poster !== null && <img className={classes.media} src={poster} alt="" />}
      {children}
    </div>
  );
}
