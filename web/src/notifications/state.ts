import type { Camera } from "../clips/api";

/** What a person chose to be told; part of the profile. */
export interface Choices {
  channel: "none" | "push" | "email";
  /** Ids; null is every camera, also those that come later. */
  cameras: string[] | null;
  /** "HH:MM" in `zone`; both null when no hour is quiet. */
  quiet_from: string | null;
  quiet_to: string | null;
  zone: string | null;
}

export const CHANNELS = ["none", "push", "email"] as const;
export const NIGHT = { quiet_from: "22:00", quiet_to: "07:00" } as const;

/**
 * The choice with one camera more or less. The last one stays: who wants none chooses not to be
 * told at all.
 */
export function toggleCamera(
  chosen: readonly string[] | null,
  id: string,
  all: readonly Pick<Camera, "id">[],
): string[] {
  const before = chosen ?? all.map((camera) => camera.id);
  const without = before.filter((one) => one !== id);
  if (without.length === before.length) return [...before, id].sort();
  return without.length === 0 ? [...before] : without;
}

/** Whether a field holds a time; a browser gives "" while it is being typed. */
export function isTime(text: string): boolean {
  return /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(text);
}

/**
 * What this browser can do for pushes. `blocked`: the person said no, and only they can change it,
 * in the browser's settings; `install`: Safari on iPhone pushes only to what is on the home screen.
 */
export type Ability = "able" | "blocked" | "install" | "unable";

export interface Surroundings {
  serviceWorker: boolean;
  pushManager: boolean;
  permission: NotificationPermission | null;
  userAgent: string;
  standalone: boolean;
}

export function findAbility(here: Surroundings): Ability {
  const apple = /iPhone|iPad|iPod/.test(here.userAgent);
  if (!here.pushManager || here.permission === null)
    return apple && !here.standalone ? "install" : "unable";
  if (!here.serviceWorker) return "unable";
  return here.permission === "denied" ? "blocked" : "able";
}

const BROWSERS = [
  ["Edge", /\bEdgA?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
] as const;

/** What people would call a browser, such as "Firefox, Linux"; only a name for a list. */
export function nameBrowser(userAgent: string): string {
  const first = (table: readonly (readonly [string, RegExp])[]) =>
    table.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return [first(BROWSERS), first(SYSTEMS)].filter((part) => part !== undefined).join(", ");
}

/** The bytes of base64url, as a browser takes a key. */
export function decodeKey(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Whether a subscription was made for this key: with another one, pushes would be refused. */
export function isForKey(subscription: PushSubscription, key: string): boolean {
  const own = subscription.options.applicationServerKey;
  if (own === null) return false;
  const have = new Uint8Array(own);
  const want = decodeKey(key);
  return have.length === want.length && have.every((byte, at) => byte === want[at]);
}

/** The id by which the list of browsers names this one. */
export async function identify(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  const bytes = [...new Uint8Array(digest).slice(0, 16)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
