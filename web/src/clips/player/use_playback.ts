import { useReducer } from "react";
import type { ClipDetail } from "../api";
import { beginPlayback, type Playback, type PlaybackEvent, stepPlayback } from "./playback";
import type { Version } from "./versions";

interface Step {
  clipId: string;
  event: PlaybackEvent;
}

function step(state: Playback, { clipId, event }: Step): Playback {
  if (state.clipId === clipId) return stepPlayback(state, event);
  // An answer for a clip that is not shown any more.
  if (event.kind === "renewed" || event.kind === "notRenewed") return state;
  return stepPlayback(beginPlayback(clipId), event);
}

/** Fetches the clip again for a fresh address; undefined when that fails. */
export type Renew = () => Promise<ClipDetail | undefined>;

/** How the clip gets on, and what to do when it does not. */
export function usePlayback(clipId: string, renew: Renew) {
  const [known, dispatch] = useReducer(step, clipId, beginPlayback);
  const playback = known.clipId === clipId ? known : beginPlayback(clipId);
  const send = async (event: PlaybackEvent, version: Version) => {
    dispatch({ clipId, event });
    if (playback.isRenewing || !stepPlayback(playback, event).isRenewing) return;
    const fresh = await renew();
    const answer: PlaybackEvent =
      fresh === undefined ? { kind: "notRenewed", version } : { kind: "renewed" };
    dispatch({ clipId, event: answer });
  };
  return {
    playback,
    onError: (version: Version, expired: boolean) =>
      void send({ kind: "error", version, expired }, version),
    tryAgain: (version: Version) => void send({ kind: "again" }, version),
  };
}
