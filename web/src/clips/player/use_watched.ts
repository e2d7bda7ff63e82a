import { useEffect, useEffectEvent } from "react";

/** Tells once of each clip. */
export function useWatched(
  id: string | undefined,
  isWatched: boolean,
  onWatched: () => void,
): void {
  const tell = useEffectEvent(onWatched);
  useEffect(() => {
    if (id !== undefined && isWatched) tell();
  }, [id, isWatched]);
}
