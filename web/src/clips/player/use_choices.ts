import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type Choices, parseChoices } from "./choices";

const KEY = "vedette.player";
// The storage event tells other tabs only.
const CHANGED = "vedette:player-choices";

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

const read = () => window.localStorage.getItem(KEY);

export type Choose = (changes: Partial<Choices>) => void;

/** How this reader likes to watch, the same in every tab. */
export function useChoices(): [Choices, Choose] {
  const text = useSyncExternalStore(subscribe, read);
  const choices = useMemo(() => parseChoices(text), [text]);
  const choose = useCallback((changes: Partial<Choices>) => {
    window.localStorage.setItem(KEY, JSON.stringify({ ...parseChoices(read()), ...changes }));
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [choices, choose];
}
