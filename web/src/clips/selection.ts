/** What is selected of a list of ids, and from where the next range begins. */
export interface Selection {
  ids: ReadonlySet<string>;
  from: string | null;
}

export const NOTHING: Selection = { ids: new Set(), from: null };

/** Ctrl: one more or one less. */
export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, from: id };
}

/** Shift: all from where the last choice was to here, in the order of `list`, in addition. */
export function extend(selection: Selection, id: string, list: readonly string[]): Selection {
  const start = selection.from === null ? -1 : list.indexOf(selection.from);
  const end = list.indexOf(id);
  if (start < 0 || end < 0) return toggle(selection, id);
  const range = list.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { ids: new Set([...selection.ids, ...range]), from: selection.from };
}

export function selectAll(list: readonly string[]): Selection {
  return { ids: new Set(list), from: list[0] ?? null };
}

/** Where an arrow key leads in rows of `columns`; null: nowhere. */
export function moveFocus(key: string, at: number, count: number, columns: number): number | null {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || to < 0 || to >= count || to === at ? null : to;
}
