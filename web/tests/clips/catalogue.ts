import type { ClipPage, ClipQuery, ClipSummary } from "../../src/clips/api";
import { orderOf } from "../../src/clips/state";

/** Answers like the API: bounded pages, `before` and `after` by start, cursors in both orders. */
export class Catalogue {
  readonly clips: ClipSummary[];
  asked: ClipQuery[] = [];

  private readonly keepOneIn: number;

  /** Of each page only every `keepOneIn`th clip fits, as with filters that look at what was read. */
  constructor(clips: readonly ClipSummary[], keepOneIn = 1) {
    this.keepOneIn = keepOneIn;
    this.clips = [...clips].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  add(clip: ClipSummary): void {
    this.clips.push(clip);
    this.clips.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  list(query: ClipQuery): ClipPage {
    this.asked.push(query);
    const { limit = 50, before = "9", after = "0", cursor, order = "newest" } = query;
    const fit = this.clips.filter((clip) => clip.recorded_at < before && clip.recorded_at >= after);
    const ordered = order === "oldest" ? fit : fit.toReversed();
    const start =
      cursor === undefined ? 0 : 1 + ordered.findIndex((clip) => orderOf(clip) === cursor);
    const read = ordered.slice(start, start + limit);
    const last = read.at(-1);
    const more = start + limit < ordered.length;
    const items = read.filter((clip) => this.clips.indexOf(clip) % this.keepOneIn === 0);
    return { items, cursor: more && last !== undefined ? orderOf(last) : null };
  }
}
