import type { CameraPart } from "./events";
import { formatCamera } from "./format";

/** As tile.module.css draws them, in rem: around a name, a letter of a wide font, between chips. */
const FRAME = 1.75;
const LETTER = 0.55;
const GAP = 0.25;
/** "+12", and no more letters of a name than are worth reading in a row of several. */
const MORE = 2;
const LETTERS_MAX = 12;

/**
 * How many cameras are named below a picture `roomRem` wide, so that each name can be read; the
 * rest is a number. At least one: its name may be cut short.
 */
export function countChips(parts: readonly CameraPart[], roomRem: number): number {
  let used = 0;
  for (const [at, { camera, count }] of parts.entries()) {
    const letters = Math.min(LETTERS_MAX, formatCamera(camera).length);
    const number = count > 1 ? String(count).length + 1 : 0;
    used += FRAME + (letters + number) * LETTER + (at > 0 ? GAP : 0);
    const rest = at < parts.length - 1 ? MORE : 0;
    if (at > 0 && used + rest > roomRem) return at;
  }
  return parts.length;
}
