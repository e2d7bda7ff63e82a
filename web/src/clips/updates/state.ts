import {
  type ClipArrivedMessage,
  formatArrivedFilter,
  formatArrivedTopic,
  KINDS,
  NOTIFICATIONS_TOPICS_PER_SUBSCRIBE_MAX,
} from "../../contract";
import type { ClipSummary, Site } from "../api";
import type { Filter } from "../filter";

/** How often new clips are asked for while nobody tells of them. */
export const POLL_MS = 5000;
/** How often while somebody does: what nobody tells of, such as deletions, shows up then. */
export const CONNECTED_POLL_MS = 5 * 60_000;
/** A clip's pictures and versions arrive one after the other, and only the first is told of. */
const SETTLING_MS = 60_000;
/** A film that is not there by now is not awaited every few seconds any more. */
const UPLOADING_MS = 15 * 60_000;
/** A list of more sites asks by itself. */
export const PLACES_MAX = 5;
const RECONNECT_FIRST_MS = 1000;
const RECONNECT_LONGEST_MS = 120_000;

/** What one connection hears of: a site, or only some of its cameras, by their names there. */
export interface Place {
  site: string;
  cameras: readonly string[] | null;
}

/** Nothing for no site, and for more than a browser should have connections for. */
export function placesOf(sites: readonly Site[]): Place[] {
  if (sites.length > PLACES_MAX) return [];
  return sites.map(({ id, cameras }) => ({ site: id, cameras: cameras ?? null }));
}

/** Topic filters, as many together as a request may hold. */
export function listTopics({ site, cameras }: Place): string[][] {
  if (cameras === null) return [[formatArrivedFilter(site)]];
  const topics = [...cameras].sort().map((camera) => formatArrivedTopic(site, camera));
  const requests: string[][] = [];
  for (let at = 0; at < topics.length; at += NOTIFICATIONS_TOPICS_PER_SUBSCRIBE_MAX) {
    requests.push(topics.slice(at, at + NOTIFICATIONS_TOPICS_PER_SUBSCRIBE_MAX));
  }
  return requests;
}

/** null for a message that nobody of ours has sent. */
export function readArrival(payload: string): ClipArrivedMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return null;
  }
  const facts: Record<string, unknown> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const { clip_id, site, camera, recorded_at } = facts;
  const kind = KINDS.find((known) => known === facts.kind);
  if (typeof clip_id !== "string" || typeof site !== "string" || kind === undefined) return null;
  if (typeof camera !== "string" || typeof recorded_at !== "string") return null;
  return { clip_id, site, camera, kind, recorded_at };
}

/** Whether a list may show the clip; `filter` names its cameras. */
export function mayShow(filter: Filter, arrival: ClipArrivedMessage): boolean {
  const camera = `${arrival.site}_${arrival.camera}`;
  if (filter.site !== null && filter.site !== arrival.site) return false;
  if (filter.cameras.length > 0 && !filter.cameras.includes(camera)) return false;
  return filter.kind === null || filter.kind === arrival.kind;
}

/** How long until the newest clips are asked for again. */
export function pollAfterMs(
  connected: boolean,
  toldAtMs: number | null,
  newest: readonly ClipSummary[],
  nowMs: number,
): number {
  if (!connected) return POLL_MS;
  if (toldAtMs !== null && nowMs - toldAtMs < SETTLING_MS) return POLL_MS;
  const uploading = newest.some(
    ({ playable, recorded_at }) => !playable && nowMs - Date.parse(recorded_at) < UPLOADING_MS,
  );
  return uploading ? POLL_MS : CONNECTED_POLL_MS;
}

/** `random` from 0 to 1 keeps browsers apart that lost the same broker. */
export function reconnectAfterMs(failures: number, random: number): number {
  const wait = Math.min(RECONNECT_FIRST_MS * 2 ** failures, RECONNECT_LONGEST_MS);
  return wait * (0.5 + random / 2);
}
