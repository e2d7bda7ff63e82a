import { useMemo } from "react";
import { useSites } from "../clips/queries";
import { zoneOf } from "../clips/use_places";

/** The time zone of each site; null until they are known, and none where they cannot be asked. */
export function useZones(): ReadonlyMap<string, string> | null {
  const { data, isPending } = useSites();
  return useMemo(
    () => (isPending ? null : new Map((data ?? []).map((site) => [site.id, zoneOf(site)]))),
    [data, isPending],
  );
}
