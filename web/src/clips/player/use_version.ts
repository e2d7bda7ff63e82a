import { useState } from "react";
import type { ClipDetail } from "../api";
import type { Quality } from "./choices";
import { useSparing } from "./connection";
import { explainLow, type LowReason } from "./low";
import { makeSource, type Source } from "./source";
import { type Renew, usePlayback } from "./use_playback";
import { chooseVersion, listPlayed, type Version } from "./versions";

/** Which version of a clip plays, and what may be done about it. */
export interface Shown {
  /** null while nothing can be shown (any more). */
  source: Source | null;
  /** Whether the reader has a choice of versions. */
  hasChoice: boolean;
  /** Why less is shown than was asked for. */
  low: LowReason | null;
  /** Something was there and did not play. */
  hasFailed: boolean;
  onError: (version: Version, expired: boolean) => void;
  tryAgain: () => void;
  /** The connection is slower than the clip. */
  setSlow: (isSlow: boolean) => void;
}

export function useVersion(clip: ClipDetail | undefined, quality: Quality, renew: Renew): Shown {
  const connection = useSparing();
  const [isSlow, setSlow] = useState(false);
  const { playback, onError, tryAgain } = usePlayback(clip?.id ?? "", renew);
  if (clip === undefined) {
    const nothing = { source: null, hasChoice: false, low: null, hasFailed: false };
    return { ...nothing, onError, tryAgain: () => undefined, setSlow };
  }
  const { failed, attempt } = playback;
  const wish = { quality, sparing: connection ?? (isSlow ? ("slow" as const) : null), failed };
  const played = chooseVersion(clip, wish);
  return {
    source: played === null ? null : makeSource(clip, played, attempt),
    hasChoice: listPlayed(clip).length > 1,
    low: played === null ? null : explainLow(clip, played, wish),
    hasFailed: failed.length > 0,
    onError,
    tryAgain: () => played !== null && tryAgain(played.version),
    setSlow,
  };
}
