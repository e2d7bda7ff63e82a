import { ActionIcon } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  label: string;
  icon: ReactNode;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Where there is room for it. */
  opens: "up" | "down";
  children: ReactNode;
}

/** A button that shows more controls beside it, in the same stacking as the film: also on a full screen. */
export function Panel({ label, icon, isOpen, setOpen, opens, children }: PanelProps) {
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = whole.current;
    if (!isOpen || element === null) return;
    // Opened by a key: what is in it comes next.
    if (!element.contains(document.activeElement)) button.current?.focus();
    const holds = (target: EventTarget | null) =>
      target instanceof Node && element.contains(target);
    const listening = new AbortController();
    const { signal } = listening;
    const onPointer = ({ target }: PointerEvent) => !holds(target) && setOpen(false);
    window.addEventListener("pointerdown", onPointer, { signal });
    const onLeave = ({ relatedTarget: to }: FocusEvent) => {
      // A click on plain text moves the focus nowhere, or to what is around the panel.
      if (to instanceof Node && !holds(to) && !to.contains(element)) setOpen(false);
    };
    element.addEventListener("focusout", onLeave, { signal });
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    element.addEventListener("keydown", onKey, { signal });
    return () => listening.abort();
  }, [isOpen, setOpen]);
  return (
    <div ref={whole} className={classes.whole}>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {icon}
      </ActionIcon>
      <fieldset
        id={id}
        className={classes.panel}
        aria-label={label}
        data-opens={opens}
        hidden={!isOpen}
      >
        {isOpen && children}
      </fieldset>
    </div>
  );
}
