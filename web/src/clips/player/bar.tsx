import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../../texts";
import classes from "./bar.module.css";
import {
  FrameBackIcon,
  FrameForwardIcon,
  FullScreenIcon,
  LeaveFullScreenIcon,
  PauseIcon,
  PictureInPictureIcon,
  PlayIcon,
  ReplayIcon,
  SilenceIcon,
  SoundIcon,
} from "./icons";
import { formatAt, SeekBar } from "./seek_bar";
import type { Film } from "./use_film";

interface FilmBarProps {
  film: Film;
  hasSound: boolean;
  mute: (isMuted: boolean) => void;
  /** undefined where the browser has none. */
  togglePicture: (() => void) | undefined;
  /** What every bar has at its end. */
  children: ReactNode;
}

/** The controls of a film: beside the picture, not on it, where cameras write the time. */
export function FilmBar({ film, hasSound, mute, togglePicture, children }: FilmBarProps) {
  const words = texts.watching;
  const { state, controls } = film;
  return (
    <fieldset className={classes.bar} aria-label={words.controls}>
      <SeekBar film={film} />
      <div className={classes.buttons}>
        <BarButton
          label={state.hasEnded ? words.replay : state.isPaused ? words.play : words.pause}
          onClick={controls.toggle}
          isFirst
        >
          {state.hasEnded ? <ReplayIcon /> : state.isPaused ? <PlayIcon /> : <PauseIcon />}
        </BarButton>
        <BarButton label={words.frameBack} onClick={() => controls.stepFrame(-1)}>
          <FrameBackIcon />
        </BarButton>
        <BarButton label={words.frameForward} onClick={() => controls.stepFrame(1)}>
          <FrameForwardIcon />
        </BarButton>
        {hasSound && (
          <BarButton
            label={state.isMuted ? words.unmute : words.mute}
            onClick={() => mute(!state.isMuted)}
          >
            {state.isMuted ? <SilenceIcon /> : <SoundIcon />}
          </BarButton>
        )}
        <span className={classes.time}>
          {formatAt(state.timeS)} / {formatAt(state.durationS)}
        </span>
        {togglePicture !== undefined && (
          <BarButton
            label={state.isInPicture ? words.leavePictureInPicture : words.pictureInPicture}
            onClick={togglePicture}
          >
            <PictureInPictureIcon />
          </BarButton>
        )}
        {children}
      </div>
    </fieldset>
  );
}

interface BarButtonProps {
  label: string;
  onClick: () => void;
  /** Has the focus when the clip is opened, so that the space bar plays and pauses. */
  isFirst?: boolean;
  /** There is nothing to do; not `disabled`, which would lose the focus of whoever pressed it. */
  isOff?: boolean;
  children: ReactNode;
}

export function BarButton({ label, onClick, isFirst, isOff = false, children }: BarButtonProps) {
  return (
    <ActionIcon
      className={classes.button}
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      onClick={onClick}
      aria-disabled={isOff}
      data-disabled={isOff}
      data-autofocus={isFirst}
    >
      {children}
    </ActionIcon>
  );
}

export function FullScreenButton({ isFull, toggle }: { isFull: boolean; toggle: () => void }) {
  return (
    <BarButton
      label={isFull ? texts.watching.leaveFullScreen : texts.watching.fullScreen}
      onClick={toggle}
    >
      {isFull ? <LeaveFullScreenIcon /> : <FullScreenIcon />}
    </BarButton>
  );
}
