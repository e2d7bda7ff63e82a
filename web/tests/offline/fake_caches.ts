/** What the app uses of the browser's cache storage, in memory. */
export class FakeCaches implements CacheStorage {
  readonly named = new Map<string, FakeCache>();

  async open(name: string): Promise<Cache> {
    const found = this.named.get(name) ?? new FakeCache();
    this.named.set(name, found);
    return found;
  }
  async delete(name: string): Promise<boolean> {
    return this.named.delete(name);
  }
  async has(name: string): Promise<boolean> {
    return this.named.has(name);
  }
  async keys(): Promise<string[]> {
    return [...this.named.keys()];
  }
  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    for (const cache of this.named.values()) {
      const found = await cache.match(request);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const BASE = "https://app.example";

function urlOf(request: RequestInfo | URL): string {
  return new URL(request instanceof Request ? request.url : request, BASE).href;
}

class FakeCache implements Cache {
  readonly #held = new Map<string, Response>();

  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    return this.#held.get(urlOf(request))?.clone();
  }
  async put(request: RequestInfo | URL, response: Response): Promise<void> {
    this.#held.set(urlOf(request), response);
  }
  async delete(request: RequestInfo | URL): Promise<boolean> {
    return this.#held.delete(urlOf(request));
  }
  async keys(): Promise<readonly Request[]> {
    return [...this.#held.keys()].map((url) => new Request(url));
  }
  async matchAll(): Promise<readonly Response[]> {
    return [...this.#held.values()];
  }
  async add(request: RequestInfo | URL): Promise<void> {
    await this.put(request, await fetch(request));
  }
  async addAll(requests: Iterable<RequestInfo>): Promise<void> {
    for (const request of requests) await this.add(request);
  }
}
