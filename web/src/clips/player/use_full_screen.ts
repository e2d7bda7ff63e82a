import { useSyncExternalStore } from "react";

/** Of phones that show nothing but a film on their full screen. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}

/** Shows `stage` with its controls on the full screen; only its film where there is no other way. */
export function useFullScreen(stage: HTMLElement | null) {
  const isFull = useSyncExternalStore(
    subscribe,
    () => stage !== null && document.fullscreenElement === stage,
  );
  const toggle = () => {
    if (isFull) void document.exitFullscreen();
    else if (document.fullscreenEnabled) void stage?.requestFullscreen();
    else stage?.querySelector<PhoneVideo>("video")?.webkitEnterFullscreen?.();
  };
  const isPossible =
    document.fullscreenEnabled || "webkitEnterFullscreen" in HTMLVideoElement.prototype;
  return { isFull, toggle: isPossible ? toggle : undefined };
}
