import type { ClipDetail } from "../api";
import type { Quality } from "./choices";
import type { Sparing } from "./connection";
import { listPlayed, type Played, type Version } from "./versions";

/** Why the low version plays though the reader did not ask for it. */
export type LowReason = Sparing | "missing" | "failed";

export function explainLow(
  clip: ClipDetail,
  played: Played,
  wish: { quality: Quality; sparing: Sparing | null; failed: readonly Version[] },
): LowReason | null {
  if (played.version !== "low" || wish.quality === "low") return null;
  if (wish.failed.includes("full")) return "failed";
  if (!listPlayed(clip).some(({ version }) => version === "full")) {
    return clip.media.original === null ? "missing" : "failed";
  }
  return wish.quality === "auto" ? wish.sparing : null;
}
