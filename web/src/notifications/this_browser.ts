import type { ApiClient } from "../http";
import { addBrowser, type Browser, readPushKey, removeBrowser } from "./api";
import { type Ability, decodeKey, findAbility, identify, isForKey, nameBrowser } from "./state";

/** The person did not let this browser show notifications. */
export class NotPermitted extends Error {}

export function ability(): Ability {
  const nav: Navigator & { standalone?: boolean } = navigator;
  return findAbility({
    serviceWorker: "serviceWorker" in navigator,
    pushManager: "PushManager" in window,
    permission: "Notification" in window ? Notification.permission : null,
    userAgent: navigator.userAgent,
    standalone: nav.standalone === true,
  });
}

async function pushes(): Promise<PushManager | null> {
  if (ability() !== "able") return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.pushManager ?? null;
}

/** Its id in the list of browsers; null while it takes no pushes. */
export async function findThisBrowser(): Promise<string | null> {
  const subscription = await (await pushes())?.getSubscription();
  return subscription ? identify(subscription.endpoint) : null;
}

/** Asks the person if need be; throws NotPermitted, and what the API throws. */
export async function turnOn(client: ApiClient): Promise<Browser> {
  if ((await Notification.requestPermission()) !== "granted") throw new NotPermitted();
  const { pushManager } = await navigator.serviceWorker.ready;
  const { key } = await readPushKey(client);
  const before = await pushManager.getSubscription();
  if (before !== null && !isForKey(before, key)) await before.unsubscribe();
  const subscription = await pushManager.subscribe({
    // Every push is shown: browsers take no others.
    userVisibleOnly: true,
    applicationServerKey: decodeKey(key),
  });
  return addBrowser(client, subscription, nameBrowser(navigator.userAgent));
}

export async function turnOff(client: ApiClient): Promise<void> {
  const id = await findThisBrowser();
  await leaveBehind();
  if (id !== null) await removeBrowser(client, id);
}

/** What it shows is for its reader: whoever signs out takes no more pushes here. */
export async function leaveBehind(): Promise<void> {
  await (await (await pushes())?.getSubscription())?.unsubscribe();
}

/**
 * Says again that this browser takes pushes, for whoever is signed in now, if it did before:
 * browsers renew their endpoints, and tell nobody.
 */
export async function renew(client: ApiClient): Promise<void> {
  if (ability() !== "able" || Notification.permission !== "granted") return;
  const manager = await pushes();
  if ((await manager?.getSubscription()) != null) await turnOn(client);
}
