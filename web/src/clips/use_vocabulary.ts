import { useMemo } from "react";
import { useNow } from "../ui/use_now";
import { useGroups } from "./queries";
import type { Vocabulary } from "./search";
import type { Places } from "./use_places";

/** What words of the search line can name. */
export function useVocabulary({ cameras, sites, zone }: Places): Vocabulary {
  const { groups } = useGroups();
  const nowMs = useNow();
  return useMemo(
    () => ({ cameras, groups, sites: sites.map(({ id }) => id), zone, nowMs }),
    [cameras, groups, sites, zone, nowMs],
  );
}
