import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ClipSummary } from "./api";
import { orderOf, splitWaiting } from "./state";

/** Scrolled further than this, a reader is not disturbed by new clips; pixels. */
const TOP_PX = 160;

function subscribeScroll(listener: () => void): () => void {
  window.addEventListener("scroll", listener, { passive: true });
  return () => window.removeEventListener("scroll", listener);
}

/** New clips show at once to a reader at the top; further down they wait. */
export function useReader(clips: readonly ClipSummary[]) {
  const away = useSyncExternalStore(subscribeScroll, () => window.scrollY > TOP_PX);
  const [newestShown, setNewestShown] = useState<string | null>(null);
  const newest = clips[0] === undefined ? null : orderOf(clips[0]);
  useEffect(() => {
    if (!away) setNewestShown(newest);
  }, [away, newest]);
  return splitWaiting(clips, away ? newestShown : null);
}

/** The clips that came on top last; none for those the list began with. */
export function useArrivals(clips: readonly ClipSummary[]): ClipSummary[] {
  const seen = useRef<string | null>(null);
  const [arrived, setArrived] = useState<ClipSummary[]>([]);
  useEffect(() => {
    const before = seen.current;
    seen.current = clips[0] === undefined ? "" : orderOf(clips[0]);
    const fresh = before === null ? [] : clips.filter((clip) => orderOf(clip) > before);
    if (fresh.length > 0) setArrived(fresh);
  }, [clips]);
  return arrived;
}

/** Whether the marked element is on the screen or `marginPx` below it. */
export function useNear<T extends Element>(marginPx: number) {
  const ref = useRef<T>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: `${marginPx}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [marginPx]);
  return { ref, near };
}
