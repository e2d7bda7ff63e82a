import { useSyncExternalStore } from "react";

const TICK_MS = 20_000;

let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: number | undefined;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = window.setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** Now, as exactly as ages need it; everybody who asks is told in the same moment. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
