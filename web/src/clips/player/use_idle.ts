import { useEffect, useState } from "react";

/** Nobody has moved for this long. */
const IDLE_MS = 2500;

/** Whether the reader only looks, so that controls may leave the full screen; false when not `isAsked`. */
export function useIdle(stage: HTMLElement | null, isAsked: boolean): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if (stage === null || !isAsked) return;
    let timer = 0;
    const wake = () => {
      setIdle(false);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setIdle(true), IDLE_MS);
    };
    const events = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
    for (const event of events) stage.addEventListener(event, wake);
    wake();
    return () => {
      window.clearTimeout(timer);
      for (const event of events) stage.removeEventListener(event, wake);
      setIdle(false);
    };
  }, [stage, isAsked]);
  return isIdle;
}
