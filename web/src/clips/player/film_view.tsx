import { useEffect, useEffectEvent } from "react";
import { texts } from "../../texts";
import { formatCamera } from "../format";
import { FilmBar } from "./bar";
import { stepSpeed } from "./choices";
import { Loading, Stalled } from "./notes";
import { makePictureToggle } from "./picture";
import classes from "./player.module.css";
import { Screen } from "./screen";
import { isPast } from "./source";
import { useFilm } from "./use_film";
import { useGestures } from "./use_gestures";
import { useKeys } from "./use_keys";
import { useProgress } from "./use_progress";
import { useWatched } from "./use_watched";
import type { ViewProps } from "./view";

/** By the keys and by a double tap; seconds. */
const JUMP_S = 5;
/** Whoever watched this much of a clip, or to its end, has seen it; seconds. */
const SEEN_S = 2;

export function FilmView(props: ViewProps) {
  const { clip, known, shown, choices, choose, onEnded, onSwipe } = props;
  const { source } = shown;
  const film = useFilm(source, { speed: choices.speed, isMuted: choices.muted, onEnded });
  const { state, controls, video } = film;
  const progress = useProgress({
    video,
    sourceKey: source?.key ?? null,
    isWanted: !state.isPaused && !state.hasEnded,
    onEnded,
  });
  const isStuck = progress === "stalled";
  const canFallBack = shown.hasChoice && source?.version === "full";
  const onStuck = useEffectEvent(() => {
    if (canFallBack && choices.quality === "auto") shown.setSlow(true);
  });
  useEffect(() => {
    if (isStuck) onStuck();
  }, [isStuck]);
  useWatched(props.known?.id, state.hasEnded || state.timeS >= SEEN_S, props.onWatched);

  const togglePicture = makePictureToggle(source === null ? null : video);
  const mute = (isMuted: boolean) => {
    controls.mute(isMuted);
    choose({ muted: isMuted });
  };
  useKeys(
    {
      toggle: controls.toggle,
      back: () => controls.seekBy(-JUMP_S),
      forward: () => controls.seekBy(JUMP_S),
      start: () => controls.seek(0),
      end: controls.seekToEnd,
      frameBack: () => controls.stepFrame(-1),
      frameForward: () => controls.stepFrame(1),
      slower: () => choose({ speed: stepSpeed(choices.speed, -1) }),
      faster: () => choose({ speed: stepSpeed(choices.speed, 1) }),
      mute: () => mute(!state.isMuted),
      pictureInPicture: togglePicture,
    },
    choices.keys,
  );
  const gestures = useGestures({
    onTap: controls.toggle,
    onDoubleTap: (side) => controls.seekBy(side === "left" ? -JUMP_S : JUMP_S),
    onSwipe,
  });
  const poster = known?.thumb_url ?? null;
  return (
    <>
      <Screen
        clip={known}
        poster={source === null ? poster : null}
        onDoubleClick={props.toggleFull}
        {...gestures}
      >
        <video
          ref={film.setVideo}
          className={classes.media}
          {...(poster === null ? {} : { poster })}
          aria-label={
            known === undefined ? undefined : texts.player.video(formatCamera(known.camera))
          }
          playsInline
          preload="auto"
          onError={() => source !== null && shown.onError(source.version, isPast(source.expiresAt))}
        />
        {clip === undefined && <Loading label={texts.player.loading} />}
        {source !== null && progress === "waiting" && <Loading label={texts.watching.waiting} />}
        {props.notes}
        {isStuck && (
          <Stalled
            low={canFallBack ? () => choose({ quality: "low" }) : null}
            again={shown.tryAgain}
          />
        )}
      </Screen>
      <FilmBar
        film={film}
        hasSound={clip !== undefined && clip.audio_codec !== null}
        mute={mute}
        togglePicture={togglePicture}
      >
        {props.ends}
      </FilmBar>
    </>
  );
}
