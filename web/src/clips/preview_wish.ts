import type { Sparing } from "./player/connection";

/** How somebody asks for the moving picture. */
export type Asked = "hover" | "focus" | "press";

/** Passing over a picture is not yet looking at it. */
const HOVER_MS = 250;
const FOCUS_MS = 500;

/**
 * When the picture moves; null: not at all. A press is a wish; a mouse or the keyboard may be there
 * for another reason, so they start nothing for readers who want no movement or spare data.
 */
export function delayMs(
  asked: Asked,
  reader: { still: boolean; sparing: Sparing | null },
): number | null {
  if (asked === "press") return 0;
  if (reader.still || reader.sparing !== null) return null;
  return asked === "hover" ? HOVER_MS : FOCUS_MS;
}

/** A finger that stays this long presses; one that moves further scrolls. */
const PRESS_MS = 450;
const SCROLL_PX = 10;

/** Tells when somebody asks for the picture of this link, and (null) when not any more. */
export function watchLink(
  link: HTMLAnchorElement,
  tell: (asked: Asked | null) => void,
): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let finger: { x: number; y: number } | null = null;
  let isPressed = false;
  let timer = 0;

  const lift = () => {
    window.clearTimeout(timer);
    finger = null;
    if (isPressed) tell(null);
  };
  const onPointer: Record<string, (event: PointerEvent) => void> = {
    pointerenter: ({ pointerType }) => pointerType === "mouse" && tell("hover"),
    pointerleave: ({ pointerType }) => (pointerType === "mouse" ? tell(null) : lift()),
    pointerdown: ({ pointerType, clientX, clientY }) => {
      isPressed = false;
      if (pointerType === "mouse") return;
      finger = { x: clientX, y: clientY };
      timer = window.setTimeout(() => {
        isPressed = true;
        tell("press");
      }, PRESS_MS);
    },
    pointermove: ({ clientX, clientY }) => {
      if (finger === null) return;
      if (Math.hypot(clientX - finger.x, clientY - finger.y) > SCROLL_PX) lift();
    },
    pointerup: lift,
    pointercancel: lift,
  };
  for (const [type, listener] of Object.entries(onPointer)) {
    link.addEventListener(type, (event) => event instanceof PointerEvent && listener(event), {
      signal,
    });
  }
  // A long press looks; it neither opens the clip nor asks what to do with its address.
  const refuse = (event: Event) => {
    if (finger === null && !isPressed) return;
    event.preventDefault();
    event.stopPropagation();
  };
  link.addEventListener("contextmenu", refuse, { signal });
  link.addEventListener(
    "click",
    (event) => {
      // Enter clicks, too, without a pointer's count.
      if (!isPressed || event.detail === 0) return;
      isPressed = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal, capture: true },
  );
  link.addEventListener("focus", () => link.matches(":focus-visible") && tell("focus"), { signal });
  link.addEventListener("blur", () => tell(null), { signal });
  return () => {
    window.clearTimeout(timer);
    listening.abort();
  };
}
