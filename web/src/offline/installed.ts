/** A tab that stays open asks for a newer build this often. */
const CHECK_EVERY_MS = 60 * 60 * 1000;

let updated = false;
const listeners = new Set<() => void>();

export function isUpdated(): boolean {
  return updated;
}

export function subscribeUpdated(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Installs the service worker, and notices when a newer one has taken over: then this tab runs
 * what was deployed before.
 */
export async function install(container: ServiceWorkerContainer): Promise<void> {
  // The first worker takes over a page that is as new as itself.
  let controlled = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    updated = controlled;
    controlled = true;
    for (const listener of listeners) listener();
  });
  const registration = await container.register("/service_worker.js", { updateViaCache: "none" });
  let checkedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - checkedAt < CHECK_EVERY_MS) return;
    checkedAt = Date.now();
    // Without a connection there is nothing newer to be had.
    registration.update().catch(() => undefined);
  });
}
