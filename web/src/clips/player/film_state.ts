/** What a film does right now. */
export interface FilmState {
  isPaused: boolean;
  hasEnded: boolean;
  timeS: number;
  /** 0 until it is known. */
  durationS: number;
  /** Loaded without a gap from where it is. */
  loadedS: number;
  isMuted: boolean;
  isInPicture: boolean;
}

export const NO_FILM: FilmState = {
  isPaused: true,
  hasEnded: false,
  timeS: 0,
  durationS: 0,
  loadedS: 0,
  isMuted: false,
  isInPicture: false,
};

/** Everything after which `readFilm` may tell something else. */
export const FILM_EVENTS = [
  "play",
  "pause",
  "ended",
  "timeupdate",
  "durationchange",
  "progress",
  "seeking",
  "seeked",
  "emptied",
  "volumechange",
  "enterpictureinpicture",
  "leavepictureinpicture",
] as const;

export function readFilm(video: HTMLVideoElement): FilmState {
  return {
    isPaused: video.paused,
    hasEnded: video.ended,
    timeS: video.currentTime,
    durationS: Number.isFinite(video.duration) ? video.duration : 0,
    loadedS: readLoadedS(video),
    isMuted: video.muted,
    isInPicture: document.pictureInPictureElement === video,
  };
}

function readLoadedS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let at = 0; at < buffered.length; at++) {
    if (buffered.start(at) <= currentTime && currentTime <= buffered.end(at)) {
      return buffered.end(at);
    }
  }
  return currentTime;
}
