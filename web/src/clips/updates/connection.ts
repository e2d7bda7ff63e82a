import type { ClipArrivedMessage } from "../../contract";
import type { Visibility } from "./gathering";
import { type Place, reconnectAfterMs } from "./state";

/** A hidden page is told nothing any more after this long. */
const HIDDEN_MS = 5 * 60_000;
/** A list that is shown anew, with another filter, goes on with the same connection. */
const LINGER_MS = 2000;
/** A connection that ended sooner was none. */
const LASTING_MS = 60_000;

export interface Link {
  close: () => void;
}

export interface Listener {
  onArrival: (arrival: ClipArrivedMessage) => void;
  /** It ended, by itself or by the broker; called at most once. */
  onEnd: () => void;
}

/** Resolves when everything is subscribed to; rejects where the broker is silent or says no. */
export type OpenLink = (places: readonly Place[], listener: Listener) => Promise<Link>;

/** Hears of an arrival, or null: there may have been some while nobody listened. */
export type Follower = (arrival: ClipArrivedMessage | null) => void;

/** What tells the open list of new clips, for as long as somebody follows. */
export class Updates {
  #open: OpenLink;
  #page: Visibility;
  #places: readonly Place[] = [];
  #followers = new Set<Follower>();
  #watchers = new Set<() => void>();
  #link: Link | null = null;
  /** Of this attempt; an older one that answers late is closed. */
  #attempt: symbol | null = null;
  #failures = 0;
  #openedMs = 0;
  #asleep = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #sleep: ReturnType<typeof setTimeout> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(open: OpenLink, page: Visibility) {
    this.#open = open;
    this.#page = page;
    page.subscribe(() => this.#onVisibility());
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly connected = (): boolean => this.#link !== null;

  /** Connects, if nobody did; the last who leaves ends the connection. */
  follow(places: readonly Place[], follower: Follower): () => void {
    clearTimeout(this.#linger);
    this.#followers.add(follower);
    if (JSON.stringify(places) !== JSON.stringify(this.#places)) {
      this.#hangUp();
      this.#places = places;
      this.#failures = 0;
      this.#asleep = false;
      // It may have been opened behind others.
      if (this.#page.hidden()) this.#onVisibility();
      void this.#connect();
    }
    return () => {
      this.#followers.delete(follower);
      if (this.#followers.size > 0) return;
      clearTimeout(this.#linger);
      this.#linger = setTimeout(() => this.close(), LINGER_MS);
    };
  }

  /** At once, as when somebody signs out; followers that stay are told nothing more. */
  close(): void {
    clearTimeout(this.#linger);
    clearTimeout(this.#sleep);
    this.#places = [];
    this.#hangUp();
  }

  async #connect(): Promise<void> {
    const places = this.#places;
    if (places.length === 0 || this.#asleep) return;
    const attempt = Symbol();
    this.#attempt = attempt;
    const isCurrent = () => this.#attempt === attempt;
    let ended = false;
    const listener: Listener = {
      onArrival: (arrival) => {
        if (isCurrent()) this.#tell(arrival);
      },
      onEnd: () => {
        ended = true;
        if (isCurrent() && this.#link !== null) this.#lose();
      },
    };
    try {
      const link = await this.#open(places, listener);
      if (!isCurrent()) return link.close();
      if (ended) return this.#lose();
      this.#openedMs = Date.now();
      this.#become(link);
      this.#tell(null);
    } catch {
      // Whatever the reason, the list asks by itself meanwhile.
      if (isCurrent()) this.#lose();
    }
  }

  #lose(): void {
    if (this.#link !== null && Date.now() - this.#openedMs >= LASTING_MS) this.#failures = 0;
    this.#hangUp();
    const wait = reconnectAfterMs(this.#failures, Math.random());
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }

  #hangUp(): void {
    clearTimeout(this.#retry);
    this.#attempt = null;
    const link = this.#link;
    this.#become(null);
    link?.close();
  }

  #become(link: Link | null): void {
    if (link === this.#link) return;
    this.#link = link;
    for (const watcher of this.#watchers) watcher();
  }

  #tell(arrival: ClipArrivedMessage | null): void {
    for (const follower of this.#followers) follower(arrival);
  }

  #onVisibility(): void {
    clearTimeout(this.#sleep);
    if (this.#page.hidden()) {
      this.#sleep = setTimeout(() => {
        this.#asleep = true;
        this.#hangUp();
      }, HIDDEN_MS);
    } else if (this.#asleep) {
      this.#asleep = false;
      this.#failures = 0;
      void this.#connect();
    }
  }
}
