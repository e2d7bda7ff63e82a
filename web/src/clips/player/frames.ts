/** Until two frames were seen. */
const GUESS_S = 1 / 25;
/** No camera is faster; closer times are the same frame told twice. */
const SHORTEST_S = 1 / 240;
/** Longer than this between two frames, some were not shown. */
const LONGEST_S = 0.5;

/** So many of the last frames tell how long one lasts. */
const SAMPLES = 20;

/** Learns from the frames a film shows how long one of them lasts. */
export class FrameClock {
  #atS: number | null = null;
  #lastedS: number[] = [];

  /** A frame of this media time is on the screen. */
  note(mediaTimeS: number): void {
    const before = this.#atS;
    this.#atS = mediaTimeS;
    if (before === null) return;
    const passedS = mediaTimeS - before;
    if (passedS < SHORTEST_S || passedS > LONGEST_S) return;
    this.#lastedS = [...this.#lastedS, passedS].slice(-SAMPLES);
  }

  /** Rather one of the shorter ones: a busy browser skips frames, and never shows more of them. */
  #frameS(): number {
    const sorted = this.#lastedS.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 4)] ?? GUESS_S;
  }

  /** Another film begins. */
  forget(): void {
    this.#atS = null;
    this.#lastedS = [];
  }

  /** Where to seek for the frame beside the one at `currentS`: its middle, whatever is rounded. */
  seekTo(by: 1 | -1, currentS: number, durationS: number): number {
    const frameS = this.#frameS();
    const shown = this.#atS !== null && Math.abs(this.#atS - currentS) <= frameS;
    const startS = shown && this.#atS !== null ? this.#atS : currentS;
    return Math.min(Math.max(startS + (by + 0.5) * frameS, 0), durationS);
  }
}
