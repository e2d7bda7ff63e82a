import type { ClipDetail, ClipSummary } from "../api";
import type { Quality } from "./choices";
import type { Sparing } from "./connection";

type Medium = NonNullable<ClipDetail["media"]["original"]>;

/** `full` has every pixel the camera sent, `low` loads quickly. */
export type Version = "full" | "low";

export interface Played {
  version: Version;
  rendition: "original" | "hd" | "sd";
  medium: Medium;
}

/** What a browser plays of what has arrived: the original, unless it was re-encoded for browsers. */
export function listPlayed(clip: ClipDetail): Played[] {
  const { hd, original, sd } = clip.media;
  const played: Played[] = [];
  if (hd !== null) played.push({ version: "full", rendition: "hd", medium: hd });
  else if (original !== null && clip.playable) {
    played.push({ version: "full", rendition: "original", medium: original });
  }
  if (sd !== null) played.push({ version: "low", rendition: "sd", medium: sd });
  return played;
}

export interface Wish {
  quality: Quality;
  sparing: Sparing | null;
  /** Versions that did not play. */
  failed: readonly Version[];
}

/** The version to play; null when there is none (any more). The other one is better than nothing. */
export function chooseVersion(clip: ClipDetail, wish: Wish): Played | null {
  const low = wish.quality === "low" || (wish.quality === "auto" && wish.sparing !== null);
  const left = listPlayed(clip).filter(({ version }) => !wish.failed.includes(version));
  const wanted: Version = low ? "low" : "full";
  return left.find(({ version }) => version === wanted) ?? left[0] ?? null;
}

export interface Download {
  rendition: "original" | "hd" | "sd";
  url: string;
  bytes: number;
  fileName: string;
}

/** What may be kept of a clip, the original first. */
export function listDownloads(clip: ClipDetail): Download[] {
  const downloads: Download[] = [];
  for (const rendition of ["original", "hd", "sd"] as const) {
    const medium = clip.media[rendition];
    if (medium === null) continue;
    const fileName = makeFileName(clip, rendition, medium.url);
    downloads.push({ rendition, url: medium.url, bytes: medium.bytes, fileName });
  }
  return downloads;
}

const SUFFIXES = { original: "", hd: "_browser", sd: "_low" };

/** home_porch_2026-11-21T04-26-14Z_low.mp4 */
function makeFileName(clip: ClipSummary, rendition: Download["rendition"], url: string): string {
  const path = url.split("?", 1)[0] ?? "";
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const time = `${clip.recorded_at.slice(0, 19).replaceAll(":", "-")}Z`;
  return `${clip.camera}_${time}${SUFFIXES[rendition]}.${extension}`;
}
