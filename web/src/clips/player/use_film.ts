import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Speed } from "./choices";
import { FILM_EVENTS, type FilmState, NO_FILM, readFilm } from "./film_state";
import { FrameClock } from "./frames";
import { type Source, usePinned } from "./source";

/** So long before the end the last picture is still there. */
const LAST_S = 0.02;

/** What a reader does to a film. */
export interface FilmControls {
  toggle: () => void;
  seek: (timeS: number) => void;
  seekBy: (spanS: number) => void;
  /** To the last picture, without having come to the end. */
  seekToEnd: () => void;
  stepFrame: (by: 1 | -1) => void;
  mute: (isMuted: boolean) => void;
}

export interface Film {
  /** Give it to the one `<video>`, which lives as long as the player: phones let it play on. */
  setVideo: (video: HTMLVideoElement | null) => void;
  video: HTMLVideoElement | null;
  state: FilmState;
  controls: FilmControls;
}

interface FilmWishes {
  speed: Speed;
  isMuted: boolean;
  onEnded: () => void;
}

/** Plays what `source` names from where the same clip was, and another clip from its start. */
export function useFilm(source: Source | null, wishes: FilmWishes): Film {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [state, setState] = useState(NO_FILM);
  const [clock] = useState(() => new FrameClock());
  const reached = useRef({ clipId: "", timeS: 0, isPaused: false });
  const pinned = usePinned(source);

  const onChange = useEffectEvent((of: HTMLVideoElement, kind: string) => {
    setState(readFilm(of));
    // While a source is changed the film stands at 0, which is not where it had come to.
    if (kind !== "timeupdate" && kind !== "pause" && kind !== "play" && kind !== "seeked") return;
    if (of.readyState < HTMLMediaElement.HAVE_METADATA) return;
    reached.current = {
      clipId: pinned?.clipId ?? "",
      timeS: of.currentTime,
      isPaused: of.paused,
    };
  });
  useEffect(() => {
    if (video === null) return;
    const listener = ({ type }: Event) => onChange(video, type);
    for (const type of FILM_EVENTS) video.addEventListener(type, listener);
    return () => {
      for (const type of FILM_EVENTS) video.removeEventListener(type, listener);
    };
  }, [video]);

  const onEnded = useEffectEvent(wishes.onEnded);
  useEffect(() => {
    if (video === null) return;
    const listener = () => onEnded();
    video.addEventListener("ended", listener);
    return () => video.removeEventListener("ended", listener);
  }, [video]);

  useEffect(() => (video === null ? undefined : watchFrames(video, clock)), [video, clock]);

  const { speed, isMuted } = wishes;
  useEffect(() => {
    if (video === null) return;
    // The default, too: loading another film goes back to it.
    video.defaultPlaybackRate = speed;
    video.playbackRate = speed;
    video.muted = isMuted;
  }, [video, speed, isMuted]);

  useEffect(() => {
    if (video === null) return;
    clock.forget();
    if (pinned === null) {
      video.removeAttribute("src");
      video.load();
      return;
    }
    const isSame = reached.current.clipId === pinned.clipId;
    const { timeS, isPaused } = isSame ? reached.current : { timeS: 0, isPaused: false };
    video.src = pinned.url;
    if (timeS > 0) video.currentTime = timeS;
    if (!isPaused) void start(video);
  }, [video, pinned, clock]);

  const controls = useMemo(() => makeControls(video, clock), [video, clock]);
  return { setVideo, video, state, controls };
}

/** Plays; without sound when the browser allows no sound yet. */
async function start(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    // Anything else that keeps it from playing is told by the error event.
    if (!(error instanceof DOMException)) throw error;
    if (error.name !== "NotAllowedError" || video.muted) return;
    video.muted = true;
    await start(video);
  }
}

/** Returns how to end it. */
function watchFrames(video: HTMLVideoElement, clock: FrameClock): (() => void) | undefined {
  if (!("requestVideoFrameCallback" in video)) return undefined;
  let request = 0;
  const next = () => {
    request = video.requestVideoFrameCallback((_, { mediaTime }) => {
      clock.note(mediaTime);
      next();
    });
  };
  next();
  return () => video.cancelVideoFrameCallback(request);
}

function makeControls(video: HTMLVideoElement | null, clock: FrameClock): FilmControls {
  const seek = (timeS: number) => {
    if (video === null || !Number.isFinite(video.duration)) return;
    video.currentTime = Math.min(Math.max(timeS, 0), video.duration);
  };
  return {
    seek,
    seekBy: (spanS) => seek((video?.currentTime ?? 0) + spanS),
    seekToEnd: () => {
      if (video === null) return;
      video.pause();
      seek(video.duration - LAST_S);
    },
    toggle: () => {
      if (video === null) return;
      if (video.paused) void start(video);
      else video.pause();
    },
    stepFrame: (by) => {
      if (video === null) return;
      video.pause();
      seek(clock.seekTo(by, video.currentTime, video.duration));
    },
    mute: (isMuted) => {
      if (video !== null) video.muted = isMuted;
    },
  };
}
