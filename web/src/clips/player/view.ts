import type { ReactNode } from "react";
import type { ClipDetail, ClipSummary } from "../api";
import type { Choices } from "./choices";
import type { Gesture } from "./gestures";
import type { Choose } from "./use_choices";
import type { Shown } from "./use_version";

export interface Run {
  isOn: boolean;
  stop: () => void;
}

/** What the view of a film and that of a still are given. */
export interface ViewProps {
  clip: ClipDetail | undefined;
  /** All that is known of the clip until it is loaded. */
  known: ClipSummary | undefined;
  shown: Shown;
  choices: Choices;
  choose: Choose;
  /** What every bar has at its end. */
  ends: ReactNode;
  /** What is said over the picture. */
  notes: ReactNode;
  toggleFull: (() => void) | undefined;
  go: (id: string) => void;
  /** The player goes through the event by itself, and may be stopped. */
  run: Run;
  onWatched: () => void;
  onEnded: () => void;
  onSwipe: (to: Exclude<Gesture, "tap">) => void;
}
