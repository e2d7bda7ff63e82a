/**
 * Where an answer comes from: `page` and `settings` from the network, and from the copy without
 * one; `asset` from the copy, which cannot be stale; `picture` from the last list; `network` as if
 * there were no service worker.
 */
export type Source = "page" | "settings" | "asset" | "picture" | "network";

interface Asked {
  method: string;
  mode: string;
  url: string;
}

export function chooseSource({ method, mode, url }: Asked, origin: string): Source {
  const { origin: theirs, pathname, search } = new URL(url);
  if (method !== "GET" || theirs !== origin) return "network";
  if (mode === "navigate") return pathname === "/" ? "page" : "network";
  if (pathname === "/config.json") return "settings";
  if (pathname.startsWith("/assets/")) return "asset";
  // Signed addresses have a query; without one it can only be a picture kept for the last list.
  return pathname.startsWith("/clips/") && search === "" ? "picture" : "network";
}

/** How many builds' files are kept: a tab that is older than this build still fetches its pages. */
const BUILDS_KEPT = 2;
const PREFIX = "build-";

export function nameCache(version: string): string {
  return `${PREFIX}${version}`;
}

/** `names` in the order of their making, as the browser lists them. */
export function findOutdated(names: readonly string[], own: string): string[] {
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== own);
  return others.slice(0, Math.max(0, others.length - (BUILDS_KEPT - 1)));
}
