/** Whether the page is seen; document as far as anybody here needs it. */
export interface Visibility {
  hidden: () => boolean;
  subscribe: (listener: () => void) => () => void;
}

/** What comes with a burst is waited for. */
const GATHER_MS = 300;
/** Least time from one fetch to the next. */
const APART_MS = 1000;

/** Turns a burst of news into one fetch, and news of a hidden page into one when it is seen again. */
export class Gathering {
  #fetch: () => Promise<unknown>;
  #page: Visibility;
  #news = false;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #fetchedMs = Number.NEGATIVE_INFINITY;
  #leave: () => void;

  constructor(fetch: () => Promise<unknown>, page: Visibility) {
    this.#fetch = fetch;
    this.#page = page;
    this.#leave = page.subscribe(() => this.#plan());
  }

  add(): void {
    this.#news = true;
    this.#plan();
  }

  stop(): void {
    this.#news = false;
    this.#leave();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #plan(): void {
    if (!this.#news || this.#busy || this.#timer !== null || this.#page.hidden()) return;
    const wait = Math.max(GATHER_MS, this.#fetchedMs + APART_MS - Date.now());
    this.#timer = setTimeout(() => void this.#run(), wait);
  }

  async #run(): Promise<void> {
    this.#timer = null;
    if (this.#page.hidden()) return;
    this.#news = false;
    this.#busy = true;
    this.#fetchedMs = Date.now();
    try {
      await this.#fetch();
    } finally {
      this.#busy = false;
      this.#plan();
    }
  }
}

/** The browser's own page. */
export const thisPage: Visibility = {
  hidden: () => document.hidden,
  subscribe: (listener) => {
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
};
