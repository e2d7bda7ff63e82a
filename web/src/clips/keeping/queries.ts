import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { useApp } from "../../app_context";
import { texts } from "../../texts";
import { toast } from "../../ui/toast";
import type { ClipDetail, ClipSummary } from "../api";
import { changeClips, type ListPage } from "../list_pages";
import { LISTS } from "../queries";
import { makeKeepingApi, type Star } from "./api";
import { explainDeletion, explainRestoration, explainStar } from "./state";

type Pages = InfiniteData<ListPage>;

const DELETED = ["deleted"] as const;

export function useKeepingApi() {
  const { client } = useApp();
  return useMemo(() => makeKeepingApi(client), [client]);
}

/** Shows a star, or that there is none, wherever the clip is shown. */
export function showStar(client: QueryClient, id: string, star: Star | null): void {
  const change = (clip: ClipSummary) =>
    clip.id === id ? { ...clip, starred: star !== null } : clip;
  client.setQueriesData<Pages>({ queryKey: LISTS }, (old) =>
    old === undefined ? old : { ...old, pages: changeClips(old.pages, change) },
  );
  client.setQueryData<ClipDetail>(["clip", id], (old) =>
    old === undefined ? old : { ...old, starred: star !== null, star },
  );
}

/** Sets, changes and takes off stars; what cannot be done is told, and the star shown anew. */
export function useStars() {
  const api = useKeepingApi();
  const client = useQueryClient();
  return useMemo(() => {
    const fail = (id: string, error: unknown) => {
      toast({ words: explainStar(error) });
      void client.invalidateQueries({ queryKey: ["clip", id] });
    };
    const set = async (id: string, note: string, seen: Star | null): Promise<boolean> => {
      try {
        showStar(client, id, await api.star(id, note, seen?.version ?? 0));
        // When it is forgotten is known to the service only.
        void client.invalidateQueries({ queryKey: ["clip", id] });
        toast({ words: seen === null ? texts.keeping.kept : texts.keeping.noteSaved });
        return true;
      } catch (error) {
        fail(id, error);
        return false;
      }
    };
    const takeOff = async (id: string, seen: Star): Promise<void> => {
      try {
        await api.unstar(id, seen.version);
        showStar(client, id, null);
        void client.invalidateQueries({ queryKey: ["clip", id] });
        toast({
          words: texts.keeping.takenOff,
          action: { words: texts.keeping.undo, run: () => void set(id, seen.note, null) },
        });
      } catch (error) {
        fail(id, error);
      }
    };
    return { set, takeOff };
  }, [api, client]);
}

/** Clips and all that is counted of them are read anew. */
function readAnew(client: QueryClient): Promise<unknown> {
  const keys = [LISTS, ["clips", "head"], ["days"], ["timeline"], ["statistics"], DELETED];
  return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

function hide(client: QueryClient, id: string): void {
  client.setQueriesData<Pages>({ queryKey: LISTS }, (old) => {
    if (old === undefined) return old;
    const pages = old.pages.map((page) => ({
      ...page,
      clips: page.clips.filter((clip) => clip.id !== id),
    }));
    return { ...old, pages };
  });
}

/** Deletes and restores; false when it was not done, which is told. */
export function useDeletions() {
  const api = useKeepingApi();
  const client = useQueryClient();
  return useMemo(() => {
    const restore = async (id: string): Promise<boolean> => {
      try {
        await api.restore(id);
        toast({ words: texts.keeping.restored });
        client.removeQueries({ queryKey: ["clip", id] });
        await readAnew(client);
        return true;
      } catch (error) {
        toast({ words: explainRestoration(error) });
        void client.invalidateQueries({ queryKey: DELETED });
        return false;
      }
    };
    const remove = async (id: string): Promise<boolean> => {
      try {
        await api.delete(id);
      } catch (error) {
        toast({ words: explainDeletion(error) });
        void client.invalidateQueries({ queryKey: ["clip", id] });
        return false;
      }
      hide(client, id);
      toast({
        words: texts.keeping.deleted,
        action: { words: texts.keeping.undo, run: () => void restore(id) },
      });
      void client.invalidateQueries({ queryKey: DELETED });
      void client.invalidateQueries({ queryKey: ["days"] });
      return true;
    };
    return { remove, restore };
  }, [api, client]);
}

/** A site's deleted clips, the last deleted first. */
export function useDeleted(site: string) {
  const api = useKeepingApi();
  return useInfiniteQuery({
    queryKey: [...DELETED, site],
    queryFn: ({ pageParam, signal }) => api.deleted(site, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
  });
}
