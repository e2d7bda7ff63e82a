import { type PointerEvent, useEffect, useEffectEvent, useRef } from "react";
import { DOUBLE_TAP_MS, type Gesture, isDoubleTap, readGesture, type Touch } from "./gestures";

interface Meanings {
  onTap: () => void;
  onDoubleTap: (side: "left" | "right") => void;
  onSwipe: (to: Exclude<Gesture, "tap">) => void;
}

/** Handlers for the element that fingers move on. A mouse only clicks. */
export function useGestures({ onTap, onDoubleTap, onSwipe }: Meanings) {
  const from = useRef<(Touch & { pointer: number }) | null>(null);
  const tapped = useRef<Touch | null>(null);
  const waiting = useRef(0);
  const onSingle = useEffectEvent(onTap);
  useEffect(() => () => window.clearTimeout(waiting.current), []);

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const began = from.current;
    from.current = null;
    if (began === null || event.pointerId !== began.pointer) return;
    const now = readTouch(event);
    const gesture = readGesture(began, now);
    if (gesture === null) return;
    if (event.pointerType === "mouse") return gesture === "tap" ? onTap() : undefined;
    if (gesture !== "tap") return onSwipe(gesture);
    window.clearTimeout(waiting.current);
    const first = tapped.current;
    if (first !== null && isDoubleTap(first, now)) {
      tapped.current = null;
      const { left, width } = event.currentTarget.getBoundingClientRect();
      return onDoubleTap(now.x - left < width / 2 ? "left" : "right");
    }
    tapped.current = now;
    // One tap is only one when no other follows.
    waiting.current = window.setTimeout(onSingle, DOUBLE_TAP_MS);
  };

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      // A second finger means to zoom; what is on a button is for the button.
      const isMeant = event.isPrimary && event.button === 0 && !isOnButton(event.target);
      from.current = isMeant ? { ...readTouch(event), pointer: event.pointerId } : null;
    },
    onPointerUp,
    onPointerCancel: () => {
      from.current = null;
    },
  };
}

function isOnButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, a") !== null;
}

function readTouch({ clientX, clientY, timeStamp }: PointerEvent): Touch {
  return { x: clientX, y: clientY, atMs: timeStamp };
}
