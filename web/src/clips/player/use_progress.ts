import { useEffect, useEffectEvent, useState } from "react";
import { judgeProgress, type Progress } from "./stall";

const LOOK_MS = 250;

interface Watched {
  video: HTMLVideoElement | null;
  /** Another one has its own time. */
  sourceKey: string | null;
  /** It should be moving. */
  isWanted: boolean;
  /** The film has come to its end and does not say so. */
  onEnded: () => void;
}

/** Whether a film that should move does. */
export function useProgress({ video, sourceKey, isWanted, onEnded }: Watched): Progress {
  const [progress, setProgress] = useState<Progress>("fine");
  const onStuckAtEnd = useEffectEvent(onEnded);
  useEffect(() => {
    setProgress("fine");
    if (video === null || sourceKey === null || !isWanted) return;
    let last = { timeS: video.currentTime, atMs: performance.now() };
    const timer = window.setInterval(() => {
      const nowMs = performance.now();
      if (video.currentTime !== last.timeS) last = { timeS: video.currentTime, atMs: nowMs };
      const leftS = Number.isFinite(video.duration) ? video.duration - last.timeS : Infinity;
      const judged = judgeProgress(nowMs - last.atMs, leftS);
      if (judged === "ended") {
        window.clearInterval(timer);
        onStuckAtEnd();
      }
      setProgress(judged);
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [video, sourceKey, isWanted]);
  return progress;
}
