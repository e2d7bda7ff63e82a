import type { ClipPage } from "../clips/api";
import { LAST_LIST_CACHE, LAST_LIST_PATH } from "./names";

/** One clip of the last list, without anything that is signed. */
export interface LastClip {
  id: string;
  camera: string;
  kind: "clip" | "still";
  recorded_at: string;
  duration_ms: number | null;
  /** Its path, when the picture was kept as well. */
  picture: string | null;
}

/** What a reader saw last, for when there is no connection. */
export interface LastList {
  who: string;
  /** When it was true, UTC. */
  at: string;
  clips: LastClip[];
}

/** Where a clip's picture is, without the signature; null while there is none. */
export function findPicturePath(thumbUrl: string | null): string | null {
  return thumbUrl === null ? null : new URL(thumbUrl).pathname;
}

/** Only what has arrived in `kept` is promised. */
export function makeLastList(
  who: string,
  at: Date,
  items: ClipPage["items"],
  kept: ReadonlySet<string>,
): LastList {
  const clips = items.map(({ id, camera, kind, recorded_at, duration_ms, thumb_url }) => {
    const path = findPicturePath(thumb_url);
    const picture = path !== null && kept.has(path) ? path : null;
    return { id, camera, kind, recorded_at, duration_ms, picture };
  });
  return { who, at: at.toISOString(), clips };
}

/** Whether an address of the API asks for the newest clips of all cameras. */
export function asksForNewest(url: string): boolean {
  const { pathname, searchParams } = new URL(url);
  const free = new Set(["limit"]);
  return pathname === "/v1/clips" && [...searchParams.keys()].every((word) => free.has(word));
}

/** Keeps the newest list of its reader, and forgets it when told to. One a page. */
export class LastListKeeper {
  #caches: CacheStorage;
  #fetchPicture: (url: string) => Promise<Response>;
  #work: Promise<void> = Promise.resolve();
  #kept = "";
  #epoch = 0;

  constructor(caches: CacheStorage, fetchPicture: (url: string) => Promise<Response>) {
    this.#caches = caches;
    this.#fetchPicture = fetchPicture;
  }

  /** One at a time; a list that is kept already costs nothing. Rejects when the device is full. */
  keep(who: string, page: ClipPage, now: Date): Promise<void> {
    const same = JSON.stringify([
      who,
      page.items.map(({ id, thumb_url }) => [id, findPicturePath(thumb_url)]),
    ]);
    if (same === this.#kept) return this.#work;
    this.#kept = same;
    const epoch = this.#epoch;
    const before = this.#work.catch(() => undefined);
    this.#work = before.then(() => this.#store(who, page.items, now, epoch));
    return this.#work;
  }

  /** null when there is none, or `who` is given and it is another's. */
  async read(who: string | null): Promise<LastList | null> {
    const cache = await this.#caches.open(LAST_LIST_CACHE);
    const found = await cache.match(LAST_LIST_PATH);
    if (found === undefined) return null;
    const list = (await found.json()) as LastList;
    return who === null || list.who === who ? list : null;
  }

  /** Returns when nothing is left. */
  async forget(): Promise<void> {
    this.#epoch += 1;
    this.#kept = "";
    // What is being stored goes on in a cache that nobody finds any more.
    await this.#caches.delete(LAST_LIST_CACHE);
  }

  async #store(who: string, items: ClipPage["items"], now: Date, epoch: number): Promise<void> {
    if (epoch !== this.#epoch) return;
    const cache = await this.#caches.open(LAST_LIST_CACHE);
    const pictures = new Set<string>();
    for (const { thumb_url } of items) {
      const path = findPicturePath(thumb_url);
      if (epoch !== this.#epoch) return;
      if (path !== null && thumb_url !== null && (await this.#hold(cache, path, thumb_url)))
        pictures.add(path);
    }
    const list = makeLastList(who, now, items, pictures);
    await cache.put(LAST_LIST_PATH, Response.json(list));
    for (const { url } of await cache.keys()) {
      const path = new URL(url).pathname;
      if (path !== LAST_LIST_PATH && !pictures.has(path)) await cache.delete(url);
    }
  }

  /** Whether the cache has the picture now. */
  async #hold(cache: Cache, path: string, url: string): Promise<boolean> {
    if ((await cache.match(path)) !== undefined) return true;
    try {
      const answer = await this.#fetchPicture(url);
      if (!answer.ok) return false;
      await cache.put(path, answer);
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // No connection any more: the list is kept without this picture, and tried again.
      this.#kept = "";
      return false;
    }
  }
}
