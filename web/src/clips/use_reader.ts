import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ClipSummary } from "./api";
import type { Filter } from "./filter";
import { TOP_PX } from "./queries";
import { orderOf } from "./state";

function subscribeScroll(listener: () => void): () => void {
  window.addEventListener("scroll", listener, { passive: true });
  return () => window.removeEventListener("scroll", listener);
}

/** How many of the newest clips came since the reader left the top of the list. */
export function useUnread(newest: readonly ClipSummary[], filter: Filter): number {
  const scrolled = useSyncExternalStore(subscribeScroll, () => window.scrollY > TOP_PX);
  const away = scrolled || filter.at !== null;
  const top = newest[0] === undefined ? null : orderOf(newest[0]);
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    // Who opens a list elsewhere has not read what is newest, but it is nothing new either.
    setRead((known) => (away && known !== null ? known : top));
  }, [away, top]);
  if (!away || read === null) return 0;
  return newest.filter((clip) => orderOf(clip) > read).length;
}

/** The clips that came on top last; none for those the list began with. */
export function useArrivals(clips: readonly ClipSummary[]): ClipSummary[] {
  const seen = useRef<string | null>(null);
  const [arrived, setArrived] = useState<ClipSummary[]>([]);
  useEffect(() => {
    if (clips[0] === undefined) return;
    const before = seen.current;
    seen.current = orderOf(clips[0]);
    const fresh = before === null ? [] : clips.filter((clip) => orderOf(clip) > before);
    if (fresh.length > 0) setArrived(fresh);
  }, [clips]);
  return arrived;
}
