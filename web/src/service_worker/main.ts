import type { Build } from "../../service_worker_build";
import { LAST_LIST_CACHE } from "../offline/names";
import { chooseTab, readPush } from "./push";
import { chooseSource, findOutdated, nameCache } from "./rules";

declare const self: ServiceWorkerGlobalScope;
/** Written here by the build. */
declare const BUILD: Build;

const { version, assets, indexIntegrity } = BUILD;
const CACHE = nameCache(version);

/** Fails, and is tried again later, unless index.html and the files it names are of this build. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const index = new Request("/", { cache: "reload", integrity: indexIntegrity });
  const settings = new Request("/config.json", { cache: "reload" });
  await cache.addAll([index, settings, ...assets]);
  // Old tabs go on with this worker: it has their files, too.
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  const outdated = findOutdated(await caches.keys(), CACHE);
  await Promise.all(outdated.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function askFirst(request: Request, path: string, keep: boolean): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (keep && answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (error) {
    const copy = await cache.match(path);
    if (copy !== undefined) return copy;
    throw error;
  }
}

async function answer(request: Request): Promise<Response> {
  const source = chooseSource(request, self.location.origin);
  if (source === "page") return askFirst(request, "/", false);
  if (source === "settings") return askFirst(request, "/config.json", true);
  const copy =
    source === "picture"
      ? await (await caches.open(LAST_LIST_CACHE)).match(request)
      : await caches.match(request);
  return copy ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  if (chooseSource(event.request, self.location.origin) === "network") return;
  event.respondWith(answer(event.request));
});

async function show(text: string | null): Promise<void> {
  const { title, body, path, tag } = readPush(text);
  await self.registration.showNotification(title, {
    body,
    tag,
    icon: "/icons/192.png",
    data: path,
  });
}

/** The tab as it is where the browser does not let it come forward, as long after a click. */
async function bringForward(tab: WindowClient): Promise<WindowClient> {
  try {
    return await tab.focus();
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidAccessError") return tab;
    throw error;
  }
}

async function open(path: string): Promise<void> {
  const { href } = new URL(path, self.location.origin);
  const tabs = await self.clients.matchAll({ type: "window" });
  const tab = chooseTab(tabs, href);
  if (tab === null) {
    await self.clients.openWindow(href);
    return;
  }
  const seen = await bringForward(tab);
  if (seen.url !== href) await seen.navigate(href);
}

self.addEventListener("push", (event) => event.waitUntil(show(event.data?.text() ?? null)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});
