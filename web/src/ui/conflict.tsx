import type { ReactNode } from "react";
import { texts } from "../texts";
import { Confirm } from "./confirm";
import classes from "./conflict.module.css";

interface ConflictProps {
  /** What is saved now. */
  theirs: ReactNode;
  /** What saving would make of it. */
  mine: ReactNode;
  busy: boolean;
  onTake: () => void;
  onKeep: () => void;
}

/** Two people edited one thing, and the other was first: nothing is lost without a word. */
export function Conflict({ theirs, mine, busy, onTake, onKeep }: ConflictProps) {
  const words = texts.app.conflict;
  return (
    <Confirm
      title={words.title}
      action={words.keep}
      cancel={words.take}
      busy={busy}
      onAction={onKeep}
      onCancel={onTake}
    >
      <dl className={classes.versions}>
        <dt>{words.theirs}</dt>
        <dd>{theirs}</dd>
        <dt>{words.mine}</dt>
        <dd>{mine}</dd>
      </dl>
    </Confirm>
  );
}
