import { useEffect, useEffectEvent, useState } from "react";
import { texts } from "../../texts";
import type { ClipSummary } from "../api";
import { formatCamera } from "../format";
import { stepSpeed } from "./choices";
import { Loading } from "./notes";
import { Screen } from "./screen";
import { Still } from "./still";
import { StillBar } from "./still_bar";
import { stillMs } from "./stills";
import { useGestures } from "./use_gestures";
import { useKeys } from "./use_keys";
import { usePictureReady, useStills } from "./use_stills";
import { useWatched } from "./use_watched";
import type { ViewProps } from "./view";

interface StillViewProps extends ViewProps {
  known: ClipSummary;
}

export function StillView({ clip, known, shown, choices, choose, ...props }: StillViewProps) {
  const { source } = shown;
  const stills = useStills(known);
  const [shownKey, setShownKey] = useState<string | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [scrub, setScrub] = useState<number | null>(null);
  const isShown = source !== null && shownKey === source.key;
  const next = stills.at < 0 ? undefined : stills.clips[stills.at + 1];
  const isNextReady = usePictureReady(next?.id);
  useWatched(known.id, isShown, props.onWatched);

  const showMs = stillMs(choices.speed);
  useDelay(isPlaying && isShown && isNextReady ? known.id : null, showMs, () => {
    if (next !== undefined) props.go(next.id);
  });
  const isLast = stills.isLoaded && stills.at === stills.clips.length - 1;
  // Told when the last one comes, not while it is there: play begins anew from it.
  const [ended, setEnded] = useState(isLast);
  if (isLast !== ended) {
    setEnded(isLast);
    if (isLast) setPlaying(false);
  }
  useDelay(props.run.isOn && isShown ? known.id : null, 2 * showMs, props.onEnded);

  const step = (by: 1 | -1) => {
    const to = stills.clips[stills.at + by];
    if (stills.at >= 0 && to !== undefined) props.go(to.id);
  };
  const isMoving = isPlaying || props.run.isOn;
  const toggle = () => {
    props.run.stop();
    setPlaying(!isMoving);
    if (!isMoving && isLast) props.go(stills.clips[0]?.id ?? known.id);
  };
  const drop = (at: number | null) => {
    const to = at === null && scrub !== null ? stills.clips[scrub] : undefined;
    setScrub(at);
    if (to !== undefined && to.id !== known.id) props.go(to.id);
  };
  useKeys(
    {
      toggle,
      frameBack: () => step(-1),
      frameForward: () => step(1),
      start: () => props.go(stills.clips[0]?.id ?? known.id),
      end: () => props.go(stills.clips.at(-1)?.id ?? known.id),
      slower: () => choose({ speed: stepSpeed(choices.speed, -1) }),
      faster: () => choose({ speed: stepSpeed(choices.speed, 1) }),
    },
    choices.keys,
  );
  const gestures = useGestures({
    onTap: toggle,
    onDoubleTap: (side) => step(side === "left" ? -1 : 1),
    onSwipe: props.onSwipe,
  });
  const passing = scrub === null ? null : (stills.clips[scrub]?.thumb_url ?? null);
  return (
    <>
      <Screen
        clip={known}
        poster={passing ?? (source === null ? known.thumb_url : null)}
        onDoubleClick={props.toggleFull}
        {...gestures}
      >
        {source !== null && (
          <Still
            source={source}
            camera={formatCamera(known.camera)}
            onShown={() => setShownKey(source.key)}
            onError={(expired) => shown.onError(source.version, expired)}
          />
        )}
        {clip === undefined && <Loading label={texts.player.loading} />}
        {props.notes}
      </Screen>
      <StillBar
        stills={stills}
        isPlaying={isMoving}
        toggle={toggle}
        step={step}
        scrub={scrub}
        setScrub={drop}
      >
        {props.ends}
      </StillBar>
    </>
  );
}

/** Acts once for each clip, so long after `due` names it; null: nothing is due. */
function useDelay(due: string | null, delayMs: number, act: () => void): void {
  const onDue = useEffectEvent(act);
  useEffect(() => {
    if (due === null) return;
    const timer = window.setTimeout(() => onDue(), delayMs);
    return () => window.clearTimeout(timer);
  }, [due, delayMs]);
}
