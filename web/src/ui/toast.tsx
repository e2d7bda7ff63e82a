import { useEffect, useSyncExternalStore } from "react";
import { texts } from "../texts";
import { CloseIcon } from "./icons";
import classes from "./toast.module.css";

/** What was just done, and how to take it back. */
export interface Toast {
  words: string;
  action?: { words: string; run: () => void };
}

/** Long enough to read it and to reach the button (WCAG 2.2.1 asks for no less on purpose). */
const STAYS_MS = 10_000;

let shown: Toast | null = null;
const listeners = new Set<() => void>();

/** Shows it until it is answered, replaced or ten seconds old; null takes it away. */
export function toast(next: Toast | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

interface ToastsProps {
  /** Others show them: those in the dialog that holds the keyboard. */
  away?: boolean;
}

/** Where toasts appear: once on the page, and once in a dialog that they are about. */
export function Toasts({ away = false }: ToastsProps) {
  const told = useSyncExternalStore(subscribe, () => shown);
  const now = away ? null : told;
  useEffect(() => {
    if (now === null) return;
    const timer = window.setTimeout(() => toast(null), STAYS_MS);
    return () => window.clearTimeout(timer);
  }, [now]);
  return (
    <div role="status" className={classes.place}>
      {now !== null && (
        <div className={classes.toast}>
          <span className={classes.words}>{now.words}</span>
          {now.action !== undefined && (
            <button
              type="button"
              className={classes.action}
              onClick={() => {
                const run = now.action?.run;
                toast(null);
                run?.();
              }}
            >
              {now.action.words}
            </button>
          )}
          <button
            type="button"
            className={classes.close}
            aria-label={texts.list.dismiss}
            onClick={() => toast(null)}
          >
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
}
