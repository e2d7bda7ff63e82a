/** What a finger meant. */
export type Gesture = "tap" | "left" | "right" | "up" | "down";

export interface Touch {
  x: number;
  y: number;
  atMs: number;
}

/** A finger that moves less than this has not moved; pixels. */
const STILL_PX = 12;
/** A swipe is at least this long, and this much longer than wide; pixels. */
const SWIPE_PX = 48;
const STRAIGHT = 1.5;
/** A slower movement is a change of mind. */
const SWIPE_MS = 700;
const TAP_MS = 350;

/** From where one finger came down to where it left; null when it meant nothing. */
export function readGesture(from: Touch, to: Touch): Gesture | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const [wide, high] = [Math.abs(dx), Math.abs(dy)];
  const lasted = to.atMs - from.atMs;
  if (Math.max(wide, high) <= STILL_PX) return lasted <= TAP_MS ? "tap" : null;
  if (lasted > SWIPE_MS) return null;
  if (wide >= SWIPE_PX && wide >= high * STRAIGHT) return dx < 0 ? "left" : "right";
  if (high >= SWIPE_PX && high >= wide * STRAIGHT) return dy < 0 ? "up" : "down";
  return null;
}

/** Two taps closer than this in time and place are one double tap. */
export const DOUBLE_TAP_MS = 280;
const DOUBLE_TAP_PX = 60;

export function isDoubleTap(first: Touch, second: Touch): boolean {
  return (
    second.atMs - first.atMs <= DOUBLE_TAP_MS &&
    Math.hypot(second.x - first.x, second.y - first.y) <= DOUBLE_TAP_PX
  );
}
