import { useEffect, useEffectEvent } from "react";
import { type Action, findAction, type Press } from "./keys";

type Place = Press["on"];

function readPlace(target: Element): Place {
  if (target.closest("input[type=range]") !== null) return "slider";
  if (target.closest("select, input[type=radio], [role=radio]") !== null) return "choice";
  if (target.closest("button, a, summary, input[type=checkbox]") !== null) return "button";
  if (target.closest("input, textarea, [contenteditable]") !== null) return "text";
  return "page";
}

/** Whether a key pressed here is for the clip, and not for a dialog over it. */
function isMeant(target: EventTarget | null): target is Element {
  if (!(target instanceof Element)) return false;
  const dialog = target.closest("[role=dialog]");
  if (dialog !== null) return dialog.hasAttribute("data-clip-dialog");
  return document.querySelectorAll("[role=dialog]").length === 1;
}

/** Does what keys mean while a clip is open; what is not named here is somebody else's. */
export function useKeys(
  actions: Partial<Record<Action, (() => void) | undefined>>,
  singleKeys: boolean,
): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !isMeant(event.target)) return;
    const action = findAction({
      key: event.key,
      isChord: event.altKey || event.ctrlKey || event.metaKey,
      on: readPlace(event.target),
      singleKeys,
    });
    const act = action === null ? undefined : actions[action];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
