import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { texts } from "../../texts";
import { toast } from "../../ui/toast";
import type { ClipSummary } from "../api";
import { useSites } from "../queries";
import type { Star } from "./api";
import { doEach } from "./each";
import { showStar, useKeepingApi } from "./queries";
import { isOfThisPress, mayKeep } from "./state";

/** A browser keeps six connections to a host; the pictures of the list need some of them. */
const AT_ONCE = 4;

/** Those of some clips that get a star: without one yet, of sites whose reader may set it. */
export function useKeepable(): (clips: readonly ClipSummary[]) => ClipSummary[] {
  const sites = useSites().data;
  return useCallback(
    (clips) =>
      clips.filter(
        (clip) => clip.starred !== true && mayKeep(sites?.find(({ id }) => id === clip.site)),
      ),
    [sites],
  );
}

/**
 * Stars clips, tells what came of it, and offers to take it back. Returns the ids of those that
 * could not be starred.
 */
export function useKeepMany(): (
  clips: readonly ClipSummary[],
  onProgress?: (over: number) => void,
) => Promise<string[]> {
  const api = useKeepingApi();
  const client = useQueryClient();
  return useCallback(
    async (clips, onProgress) => {
      const takeBack = async (stars: readonly [string, Star][]): Promise<void> => {
        const { done, failed } = await doEach(stars, AT_ONCE, async ([id, star]) => {
          await api.unstar(id, star.version);
          showStar(client, id, null);
        });
        toast({ words: texts.keeping.takenOffMany(done.length, failed.length) });
      };
      const ids = clips.map(({ id }) => id);
      const { done, failed } = await doEach(
        ids,
        AT_ONCE,
        async (id) => {
          const star = await api.star(id, "", 0);
          showStar(client, id, star);
          return star;
        },
        onProgress,
      );
      const mine = done.flatMap(([id, star]): [string, Star][] =>
        star !== null && isOfThisPress(star) ? [[id, star]] : [],
      );
      toast({
        words: texts.keeping.keptMany(done.length, failed.length),
        ...(mine.length > 0 && {
          action: { words: texts.keeping.undo, run: () => void takeBack(mine) },
        }),
      });
      return failed.map(([id]) => id);
    },
    [api, client],
  );
}
