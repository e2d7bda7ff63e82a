import { useState } from "react";
import type { ClipDetail } from "../api";
import type { Played, Version } from "./versions";

/** One address of one version of one clip. */
export interface Source {
  /** Another key is loaded anew; the same keeps the address it came with. */
  key: string;
  clipId: string;
  version: Version;
  url: string;
  /** When `url` ends. */
  expiresAt: string;
}

export function makeSource(clip: ClipDetail, played: Played, attempt: number): Source {
  return {
    key: `${clip.id}/${played.rendition}/${attempt}`,
    clipId: clip.id,
    version: played.version,
    url: played.medium.url,
    expiresAt: clip.media_expires_at,
  };
}

/** Addresses are signed anew with every answer; what plays keeps the one it began with. */
export function usePinned(source: Source | null): Source | null {
  const [pinned, setPinned] = useState(source);
  if (pinned?.key === source?.key) return pinned;
  setPinned(source);
  return source;
}

export const isPast = (instant: string) => Date.parse(instant) <= Date.now();
