/** A film that stands still this long is said to be loading. */
const WAITING_MS = 700;
/** After this long something is done about it. */
const STALLED_MS = 6000;
/** Some browsers never come to the end of a film whose last frame is late. */
const NEAR_END_S = 0.5;
const END_MS = 2500;

export type Progress = "fine" | "waiting" | "stalled" | "ended";

/** `stillForMs`: how long the film that should play has not moved; `leftS`: what is left of it. */
export function judgeProgress(stillForMs: number, leftS: number): Progress {
  if (leftS <= NEAR_END_S && stillForMs >= END_MS) return "ended";
  if (stillForMs >= STALLED_MS) return "stalled";
  return stillForMs >= WAITING_MS ? "waiting" : "fine";
}
