import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import type { ClipSummary } from "./api";
import type { ClipEvent, EventDay } from "./events";
import { extend, NOTHING, type Selection, selectAll, toggle } from "./selection";

export interface Selecting {
  selection: Selection;
  /** Tiles are chosen rather than opened. */
  on: boolean;
  /** Every tile of the list, in its order. */
  ids: readonly string[];
  clips: readonly ClipSummary[];
  end: () => void;
  onSelect: (event: ClipEvent, how: "one" | "range") => void;
  /** Only the tiles with these clips stay chosen. */
  keepOnly: (clips: readonly string[]) => void;
  addAll: (ids: readonly string[]) => void;
  /** A range from one tile to the next, drawn by keyboard. */
  extendTo: (from: string, to: string) => void;
  /** Whether the key was one of ours. */
  onKey: (event: KeyboardEvent, id: string | null) => boolean;
}

/** `begun` without anything chosen yet is the wish to choose. */
export function useSelection(
  days: readonly EventDay[],
  begun: boolean,
  setBegun: (begun: boolean) => void,
): Selecting {
  const [chosen, setChosen] = useState<Selection>(NOTHING);
  const events = useMemo(() => days.flatMap((day) => day.events), [days]);
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  // What is gone from the list cannot stay chosen unseen.
  const clips = useMemo(
    () => events.filter(({ id }) => chosen.ids.has(id)).flatMap((event) => event.clips),
    [events, chosen],
  );
  const end = useCallback(() => {
    setChosen(NOTHING);
    setBegun(false);
  }, [setBegun]);
  const onSelect = useCallback(
    (event: ClipEvent, how: "one" | "range") =>
      setChosen((known) =>
        how === "range" ? extend(known, event.id, ids) : toggle(known, event.id),
      ),
    [ids],
  );
  const onKey = (event: KeyboardEvent, id: string | null): boolean => {
    if (event.key === "Escape" && (begun || chosen.ids.size > 0)) end();
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) setChosen(selectAll(ids));
    else if (event.key === "x" && !event.ctrlKey && !event.metaKey && id !== null) {
      setChosen((known) => toggle(known, id));
    } else return false;
    return true;
  };
  return {
    selection: chosen,
    on: begun || chosen.ids.size > 0,
    ids,
    clips,
    end,
    onSelect,
    keepOnly: (left) => {
      const isLeft = (event: ClipEvent) => event.clips.some(({ id }) => left.includes(id));
      const tiles = events.filter((event) => chosen.ids.has(event.id) && isLeft(event));
      setChosen({ ids: new Set(tiles.map(({ id }) => id)), from: null });
    },
    addAll: (more) =>
      setChosen((known) => ({ ids: new Set([...known.ids, ...more]), from: more[0] ?? null })),
    extendTo: (from, to) =>
      setChosen((known) => {
        const start = known.ids.size === 0 ? toggle(NOTHING, from) : known;
        return extend(start, to, ids);
      }),
    onKey,
  };
}
