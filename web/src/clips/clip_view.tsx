import { useEffect } from "react";
import { type Filter, formatRoute, leave, replace } from "../route";
import { texts } from "../texts";
import { Notice, ProblemNotice } from "../ui/notice";
import { Problem } from "../ui/problem";
import type { ClipSummary } from "./api";
import { ClipHead } from "./clip_head";
import classes from "./dialog.module.css";
import { Facts } from "./facts";
import { Player } from "./player";
import { useClip, useClips, useOlderClip } from "./queries";
import { findNeighbours, type Neighbours } from "./state";

/** Clips left in the loaded list when more of them are fetched for the reader who pages on. */
const LOW = 3;

function useNeighbours(id: string, filter: Filter, recordedAt: string | undefined): Neighbours {
  const { clips, hasNextPage, isFetching, isSuccess, fetchNextPage } = useClips(filter);
  const known = findNeighbours(clips, id);
  const older = useOlderClip(recordedAt, filter, isSuccess && known === null);
  const left = clips.length - clips.findIndex((clip) => clip.id === id);
  const low = known !== null && left <= LOW && hasNextPage && !isFetching;
  useEffect(() => {
    if (low) void fetchNextPage();
  }, [low, fetchNextPage]);
  return known ?? { newer: null, older: older.data?.id ?? null };
}

/** Arrow keys page through the clips, except where they mean something else already. */
function useArrowKeys(neighbours: Neighbours, go: (id: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest("video, input, select")) return;
      const id = { ArrowLeft: neighbours.newer, ArrowRight: neighbours.older }[event.key];
      if (id != null) go(id);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [neighbours, go]);
}

export function ClipView({ id, filter }: { id: string; filter: Filter }) {
  const { clips } = useClips(filter);
  const clip = useClip(id);
  const summary: ClipSummary | undefined = clip.data ?? clips.find((known) => known.id === id);
  const neighbours = useNeighbours(id, filter, summary?.recorded_at);
  const go = (to: string) => replace(formatRoute({ page: "clip", id: to, filter }));
  useArrowKeys(neighbours, go);
  const renew = async () => {
    const fresh = await clip.refetch();
    return fresh.isSuccess ? fresh.data : undefined;
  };
  const missing = clip.error instanceof Problem && clip.error.status === 404;
  return (
    <>
      <ClipHead
        clip={summary}
        download={clip.data?.media.original?.url}
        neighbours={neighbours}
        go={go}
        close={() => leave(formatRoute({ page: "clips", filter }))}
      />
      {missing && (
        <div className={classes.nothing}>
          <Notice title={texts.player.notFound} detail={texts.player.notFoundDetail} />
        </div>
      )}
      {!missing && clip.data === undefined && clip.error !== null && (
        <div className={classes.nothing}>
          <ProblemNotice
            title={texts.player.failed}
            error={clip.error}
            onRetry={() => void clip.refetch()}
          />
        </div>
      )}
      {!missing && (clip.data !== undefined || clip.error === null) && (
        <div className={classes.body}>
          <Player clip={clip.data} summary={summary} renew={renew} />
          <Facts clip={clip.data} />
        </div>
      )}
    </>
  );
}
