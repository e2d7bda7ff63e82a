import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApp } from "../app_context";
import { CLIPS_SEEN_PER_CALL_MAX } from "../contract";
import { texts } from "../texts";
import { toast } from "../ui/toast";
import type { ClipDetail, ClipSummary, ClipsApi } from "./api";
import { changeClips, type ListPage } from "./list_pages";
import { showInEvents } from "./player/use_event";
import { LISTS } from "./queries";

type Pages = InfiniteData<ListPage>;

/** Shows the marks wherever the clips are shown, before the service has them. */
function showMarks(client: QueryClient, ids: ReadonlySet<string>, seen: boolean): void {
  const change = (clip: ClipSummary) =>
    ids.has(clip.id) && clip.seen !== seen ? { ...clip, seen } : clip;
  client.setQueriesData<Pages>({ queryKey: LISTS }, (old) =>
    old === undefined ? old : { ...old, pages: changeClips(old.pages, change) },
  );
  showInEvents(client, change);
  for (const id of ids) {
    client.setQueryData<ClipDetail>(["clip", id], (old) =>
      old === undefined ? old : { ...old, seen },
    );
  }
}

async function sendMarks(api: ClipsApi, ids: readonly string[], seen: boolean): Promise<void> {
  for (let at = 0; at < ids.length; at += CLIPS_SEEN_PER_CALL_MAX) {
    await api.markSeen(ids.slice(at, at + CLIPS_SEEN_PER_CALL_MAX), seen);
  }
}

/**
 * Marks clips as seen by this person or not, and takes it back when that fails. Calls without
 * `tell` say nothing when they succeed: who watches a clip knows.
 */
export function useMarkSeen(): (
  clips: readonly ClipSummary[],
  seen: boolean,
  tell?: boolean,
) => Promise<void> {
  const { api } = useApp();
  const client = useQueryClient();
  return useCallback(
    async function mark(clips, seen, tell = false) {
      const ids = clips.filter((clip) => clip.seen !== seen).map((clip) => clip.id);
      if (ids.length === 0) return;
      const set = new Set(ids);
      showMarks(client, set, seen);
      try {
        await sendMarks(api, ids, seen);
      } catch {
        showMarks(client, set, !seen);
        toast({ words: texts.list.markFailed });
        return;
      }
      void client.invalidateQueries({ queryKey: ["days"] });
      if (!tell) return;
      const marked = clips.filter((clip) => set.has(clip.id)).map((clip) => ({ ...clip, seen }));
      toast({
        words: texts.list.marked(ids.length, seen),
        action: { words: texts.list.undo, run: () => void mark(marked, !seen) },
      });
    },
    [api, client],
  );
}
