import type { Version } from "./versions";

/** How the player gets on with the addresses it was given for one clip. */
export interface Playback {
  clipId: string;
  /** Counts addresses; another one is loaded anew. */
  attempt: number;
  isRenewing: boolean;
  /** Whether the address in use is a fresh one, so that trouble is the media's. */
  isRenewed: boolean;
  failed: readonly Version[];
}

export type PlaybackEvent =
  | { kind: "error"; version: Version; expired: boolean }
  /** The reader, or too long a wait, wants another go. */
  | { kind: "again" }
  | { kind: "renewed" }
  | { kind: "notRenewed"; version: Version };

export function beginPlayback(clipId: string): Playback {
  return { clipId, attempt: 0, isRenewing: false, isRenewed: false, failed: [] };
}

/**
 * An expired address is renewed, and so is the first that does not play. One that was just renewed
 * and does not play either means that the version is bad, and the other one gets its turn.
 */
export function stepPlayback(state: Playback, event: PlaybackEvent): Playback {
  switch (event.kind) {
    case "again":
      return { ...beginPlayback(state.clipId), attempt: state.attempt, isRenewing: true };
    case "renewed":
      return { ...state, attempt: state.attempt + 1, isRenewing: false, isRenewed: true };
    case "notRenewed":
      return giveUp(state, event.version);
    case "error":
      if (state.isRenewing || state.failed.includes(event.version)) return state;
      if (state.isRenewed && !event.expired) return giveUp(state, event.version);
      return { ...state, isRenewing: true };
  }
}

function giveUp(state: Playback, version: Version): Playback {
  const failed = state.failed.includes(version) ? state.failed : [...state.failed, version];
  return { ...state, isRenewing: false, attempt: state.attempt + 1, failed };
}
