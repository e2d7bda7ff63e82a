import { useState } from "react";
import { texts } from "../../texts";
import type { ClipDetail, ClipSummary } from "../api";
import { FullScreenButton } from "./bar";
import { FilmView } from "./film_view";
import type { Gesture } from "./gestures";
import { Note, Says } from "./notes";
import classes from "./player.module.css";
import { Settings } from "./settings";
import { StillView } from "./still_view";
import { useChoices } from "./use_choices";
import { useFullScreen } from "./use_full_screen";
import { useIdle } from "./use_idle";
import { useKeys } from "./use_keys";
import type { Renew } from "./use_playback";
import { type Shown, useVersion } from "./use_version";
import type { Run } from "./view";

interface PlayerProps {
  clip: ClipDetail | undefined;
  /** What the list knew, until the clip is loaded. */
  summary: ClipSummary | undefined;
  renew: Renew;
  go: (id: string) => void;
  run: Run;
  /** The reader has seen something of the clip. */
  onWatched: () => void;
  onEnded: () => void;
  onSwipe: (to: Exclude<Gesture, "tap">) => void;
  help: () => void;
}

/** One clip with its controls; lives on when another clip is shown, as its full screen does. */
export function Player({ clip, summary, renew, help, ...told }: PlayerProps) {
  const [choices, choose] = useChoices();
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const shown = useVersion(clip, choices.quality, renew);
  const full = useFullScreen(stage);
  const isIdle = useIdle(stage, full.isFull);
  const playsLow = shown.source?.version === "low";
  useKeys(
    {
      quality: () => choose({ quality: playsLow ? "original" : "low" }),
      autoplay: () => choose({ autoplay: !choices.autoplay }),
      fullScreen: full.toggle,
    },
    choices.keys,
  );
  const ends = (
    <>
      <Settings
        choices={choices}
        choose={choose}
        now={shown.source === null ? null : texts.watching.qualities[playsLow ? "low" : "original"]}
        hasLow={shown.hasChoice}
        help={help}
      />
      {full.toggle !== undefined && <FullScreenButton isFull={full.isFull} toggle={full.toggle} />}
    </>
  );
  const known = clip ?? summary;
  const view = {
    clip,
    shown,
    choices,
    choose,
    ends,
    toggleFull: full.toggle,
    notes: <Notes clip={clip} shown={shown} playFull={() => choose({ quality: "original" })} />,
    ...told,
  };
  return (
    <div ref={setStage} className={classes.stage} data-idle={isIdle || undefined}>
      {known?.kind === "still" ? (
        <StillView {...view} known={known} />
      ) : (
        <FilmView {...view} known={known} />
      )}
    </div>
  );
}

interface NotesProps {
  clip: ClipDetail | undefined;
  shown: Shown;
  playFull: () => void;
}

/** What is to be said of the version that plays, or of why none does. */
function Notes({ clip, shown, playFull }: NotesProps) {
  if (clip === undefined) return null;
  if (shown.source === null) return <Says>{sayWhatIsMissing(clip, shown)}</Says>;
  if (shown.low === null) return null;
  const canPlay = shown.low !== "missing" && shown.low !== "failed";
  return (
    <Note
      key={shown.source.key}
      act={canPlay ? { label: texts.watching.playOriginal, onClick: playFull } : null}
    >
      {texts.watching.low[shown.low]}
    </Note>
  );
}

function sayWhatIsMissing(clip: ClipDetail, shown: Shown): string {
  if (shown.hasFailed) return texts.player.unplayable;
  return clip.media.original === null ? texts.player.uploading : texts.player.converting;
}
