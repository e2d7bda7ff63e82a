import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { texts } from "../../texts";
import classes from "./player.module.css";

/** What is wrong with the picture, and what can be done. */
export function Says({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes.says}>
      {children}
    </div>
  );
}

export function Loading({ label }: { label: string }) {
  return <span role="status" aria-label={label} className={classes.loading} />;
}

/** A note is read in this time, and then no longer in the way. */
const NOTE_MS = 8000;

interface NoteProps {
  children: ReactNode;
  /** What the button does about it, if anything can be done. */
  act: { label: string; onClick: () => void } | null;
}

/** Says for a while why less is shown than might be. */
export function Note({ children, act }: NoteProps) {
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setRead(true), NOTE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  if (isRead) return null;
  return (
    <div role="status" className={classes.notice}>
      {children}
      {act !== null && (
        <Button size="compact-xs" variant="white" onClick={act.onClick}>
          {act.label}
        </Button>
      )}
    </div>
  );
}

/** A question over the picture, with its answers. */
export function Stalled({ low, again }: { low: (() => void) | null; again: () => void }) {
  return (
    <Says>
      {texts.watching.stalled}
      <span className={classes.answers}>
        {low !== null && (
          <Button size="xs" onClick={low}>
            {texts.watching.playLow}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={again}>
          {texts.problem.again}
        </Button>
      </span>
    </Says>
  );
}
