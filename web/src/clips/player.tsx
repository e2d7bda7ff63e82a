import { type ReactNode, useReducer, useRef } from "react";
import { texts } from "../texts";
import type { ClipDetail, ClipSummary } from "./api";
import classes from "./dialog.module.css";
import { formatCamera } from "./format";
import { stepPlayback } from "./state";

interface PlayerProps {
  clip: ClipDetail | undefined;
  /** What the list knew, until the clip is loaded. */
  summary: ClipSummary | undefined;
  /** Fetches the clip again for a fresh address; undefined when that fails. */
  renew: () => Promise<ClipDetail | undefined>;
}

export function Player({ clip, summary, renew }: PlayerProps) {
  const [playback, step] = useReducer(stepPlayback, { kind: "playing", renewed: false });
  const resumeAtS = useRef(0);
  const known = clip ?? summary;
  const poster = known?.thumb_url ?? undefined;
  const original = clip?.media.original ?? undefined;

  const onError = async (atS: number) => {
    if (clip === undefined) return;
    resumeAtS.current = atS;
    step({ kind: "error", atS, expired: Date.parse(clip.media_expires_at) <= Date.now() });
    if (playback.kind !== "playing") return;
    step((await renew()) === undefined ? { kind: "notRenewed" } : { kind: "renewed" });
  };

  if (clip === undefined || known === undefined) {
    return <Frame clip={known} poster={poster} says={null} label={texts.player.loading} />;
  }
  if (original === undefined) {
    return <Frame clip={clip} poster={poster} says={texts.player.uploading} />;
  }
  if (playback.kind === "failed") {
    return <Frame clip={clip} poster={poster} says={texts.player.unplayable} />;
  }
  const camera = formatCamera(clip.camera);
  if (clip.kind === "still") {
    return (
      <Frame clip={clip}>
        <img
          className={classes.media}
          src={original.url}
          alt={texts.player.picture(camera)}
          onError={() => void onError(0)}
        />
      </Frame>
    );
  }
  return (
    <Frame clip={clip}>
      <video
        className={classes.media}
        src={original.url}
        poster={poster}
        aria-label={texts.player.video(camera)}
        controls
        autoPlay
        playsInline
        onLoadedMetadata={({ currentTarget }) => {
          if (resumeAtS.current > 0) currentTarget.currentTime = resumeAtS.current;
          resumeAtS.current = 0;
        }}
        onError={({ currentTarget }) => void onError(currentTarget.currentTime)}
      />
    </Frame>
  );
}

interface FrameProps {
  clip: ClipSummary | undefined;
  poster?: string | undefined;
  says?: string | null;
  label?: string;
  children?: ReactNode;
}

/** Has the shape of the picture before there is one. */
function Frame({ clip, poster, says, label, children }: FrameProps) {
  const shape = clip?.width != null && clip.height != null ? clip.width / clip.height : 16 / 9;
  return (
    <div className={classes.frame} style={{ "--shape": shape }}>
      {children ?? (
        <>
          {poster !== undefined && <img className={classes.media} src={poster} alt="" />}
          {label !== undefined && (
            <span role="status" aria-label={label} className={classes.loading} />
          )}
          {says != null && (
            <p role="status" className={classes.says}>
              {says}
            </p>
          )}
        </>
      )}
    </div>
  );
}
