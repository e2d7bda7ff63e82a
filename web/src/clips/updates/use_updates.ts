import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useApp } from "../../app_context";
import type { ClipSummary, Site } from "../api";
import type { Filter } from "../filter";
import { Gathering, thisPage } from "./gathering";
import { mayShow, type Place, placesOf, pollAfterMs } from "./state";

const never = () => () => undefined;
const no = () => false;

/**
 * Calls `fetch` when the list may have new clips; how long it should else wait to ask is for
 * `pollAfterMs` of the answer to say. Connects only once `enabled`, when the list is shown.
 */
export function useUpdates(
  filter: Filter,
  shown: readonly Site[],
  enabled: boolean,
  fetch: () => Promise<unknown>,
) {
  const { updates } = useApp();
  const toldAtMs = useRef<number | null>(null);
  const latest = useRef({ filter, fetch });
  useEffect(() => {
    latest.current = { filter, fetch };
  });
  // The same sites are listed anew every minute.
  const written = JSON.stringify(placesOf(shown));
  const places = useMemo((): Place[] => JSON.parse(written), [written]);
  useEffect(() => {
    if (updates === null || places.length === 0 || !enabled) return;
    const gathering = new Gathering(() => latest.current.fetch(), thisPage);
    const leave = updates.follow(places, (arrival) => {
      if (arrival !== null) {
        if (!mayShow(latest.current.filter, arrival)) return;
        toldAtMs.current = Date.now();
      }
      gathering.add();
    });
    return () => {
      leave();
      gathering.stop();
    };
  }, [updates, places, enabled]);
  const linked = useSyncExternalStore(updates?.subscribe ?? never, updates?.connected ?? no);
  const connected = linked && places.length > 0;
  return (newest: readonly ClipSummary[]): number =>
    pollAfterMs(connected, toldAtMs.current, newest, Date.now());
}
