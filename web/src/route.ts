import { useMemo, useSyncExternalStore } from "react";
import { type Filter, NO_FILTER, readFilter, writeFilter } from "./clips/filter";
import { CLIP_ID } from "./contract";

export { type Filter, NO_FILTER };

export type Route =
  | { page: "clips"; filter: Filter }
  | { page: "clip"; id: string; filter: Filter }
  /** Every other page; pages.ts knows them. */
  | { page: "elsewhere"; segments: string[]; query: string }
  | { page: "unknown" };

/** The list of clips, or one of them over it. */
export type ClipsRoute = Extract<Route, { filter: Filter }>;

function splitPath(path: string): string[] {
  return path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  let segments: string[];
  try {
    segments = splitPath(path);
  } catch (error) {
    // An address somebody typed: "%" alone is no letter.
    if (error instanceof URIError) return { page: "unknown" };
    throw error;
  }
  const [capability = "clips", id, ...rest] = segments;
  if (capability !== "clips") return { page: "elsewhere", segments, query };
  const filter = readFilter(new URLSearchParams(query));
  if (id === undefined) return { page: "clips", filter };
  return CLIP_ID.test(id) && rest.length === 0 ? { page: "clip", id, filter } : { page: "unknown" };
}

export function formatRoute(route: ClipsRoute): string {
  const words = writeFilter(route.filter);
  const path = route.page === "clip" ? `#/clips/${route.id}` : "#/clips";
  return words.size === 0 ? path : `${path}?${decodeCommas(words)}`;
}

/** Commas and colons may stand in an address, and are easier to read and to share. */
function decodeCommas(words: URLSearchParams): string {
  return words.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

// pushState and replaceState tell nobody, so the app does.
const CHANGED = "vedette:route";

function subscribe(listener: () => void): () => void {
  const events = ["hashchange", "popstate", CHANGED];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

/** The route that is held, and who is asked before another is shown. */
let held: { hash: string; ask: (go: () => void) => void } | null = null;

function shownHash(): string {
  return held?.hash ?? window.location.hash;
}

/** The address follows the page that stays, and `ask` gets the way on. */
function turnBack(): void {
  const wanted = window.location.hash;
  if (held === null || wanted === held.hash) return;
  const { ask, hash } = held;
  window.history.pushState(window.history.state, "", hash);
  ask(() => {
    held = null;
    enter(wanted);
  });
}

/** Stays on the route of now until what it returns is called; at most one holder at a time. */
export function hold(ask: (go: () => void) => void): () => void {
  const mine = { hash: window.location.hash, ask };
  held = mine;
  const stop = subscribe(turnBack);
  return () => {
    stop();
    if (held === mine) held = null;
  };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, shownHash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Adds a step that `leave` and the back button undo. */
export function enter(hash: string): void {
  window.history.pushState({ entered: true }, "", hash);
  window.dispatchEvent(new Event(CHANGED));
}

export function replace(hash: string): void {
  window.history.replaceState(window.history.state, "", hash);
  window.dispatchEvent(new Event(CHANGED));
}

/** Back to where `enter` was called, or to `otherwise` when the page was opened by its address. */
export function leave(otherwise: string): void {
  const state: unknown = window.history.state;
  if (typeof state === "object" && state !== null && "entered" in state) window.history.back();
  else replace(otherwise);
}
