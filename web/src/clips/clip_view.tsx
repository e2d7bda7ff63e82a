import { ActionIcon } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { type Filter, formatRoute, leave, replace } from "../route";
import { texts } from "../texts";
import { ShareIcon } from "../ui/icons";
import { Notice, ProblemNotice } from "../ui/notice";
import { Problem } from "../ui/problem";
import type { ClipSummary } from "./api";
import { ClipHead } from "./clip_head";
import classes from "./dialog.module.css";
import { Facts } from "./facts";
import { InSiteZone } from "./in_site_zone";
import { Keep, type KeepPanel, Waiting } from "./keeping/keep";
import { Downloads } from "./player/downloads";
import { nextInEvent } from "./player/event";
import { EventStrip } from "./player/event_strip";
import type { Gesture } from "./player/gestures";
import { Player } from "./player/player";
import { useChoices } from "./player/use_choices";
import { useEvent } from "./player/use_event";
import { useKeys } from "./player/use_keys";
import { useClip, useClips, useOlderClip, usePrefetch } from "./queries";
import { useMarkSeen } from "./seen";
import { findNeighbours, type Neighbours } from "./state";

const Help = lazy(() => import("./player/help"));
const ShareDialog = lazy(() => import("../sharing/share_dialog"));

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

export function ClipView({ id, filter }: { id: string; filter: Filter }) {
  const { clips } = useClips(filter);
  const markSeen = useMarkSeen();
  const [choices] = useChoices();
  // Where the player has come by itself.
  const [run, setRun] = useState<string | null>(null);
  const [open, setOpen] = useState<"help" | "download" | "share" | KeepPanel | null>(null);
  const facts = useRef<HTMLElement>(null);
  const clip = useClip(id);
  const summary: ClipSummary | undefined = clip.data ?? clips.find((known) => known.id === id);
  const neighbours = useNeighbours(id, filter, summary?.recorded_at);
  const event = useEvent(summary, filter);
  const next = choices.autoplay ? nextInEvent(event ?? null, id) : null;
  usePrefetch(next?.id ?? neighbours.older);
  const hrefOf = (to: string) => formatRoute({ page: "clip", id: to, filter });
  const go = (to: string | null) => {
    if (to === null) return;
    // What is being written or decided is about the clip that was here.
    setOpen(null);
    replace(hrefOf(to));
  };
  const close = () => leave(formatRoute({ page: "clips", filter }));
  useKeys(
    {
      newer: () => go(neighbours.newer),
      older: () => go(neighbours.older),
      download: () => setOpen("download"),
      seen: () => summary !== undefined && void markSeen([summary], !summary.seen, true),
      star: () => setOpen("star"),
      help: () => setOpen("help"),
      close,
    },
    choices.keys,
  );
  const swipe: Record<Exclude<Gesture, "tap">, () => void> = {
    left: () => go(neighbours.older),
    right: () => go(neighbours.newer),
    up: () => facts.current?.scrollIntoView({ block: "start" }),
    down: close,
  };
  const renew = async () => {
    const fresh = await clip.refetch();
    return fresh.isSuccess ? fresh.data : undefined;
  };
  const missing = clip.error instanceof Problem && clip.error.status === 404;
  return (
    <InSiteZone site={summary?.site}>
      <ClipHead clip={summary} neighbours={neighbours} go={go} close={close}>
        {clip.data === undefined ? (
          // There from the beginning, so that nothing jumps.
          <Waiting site={summary?.site} />
        ) : (
          <Keep
            clip={clip.data}
            open={open}
            setOpen={setOpen}
            onDeleted={() => (neighbours.older === null ? close() : go(neighbours.older))}
          />
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.sharing.share}
          title={texts.sharing.share}
          // There from the beginning, so that nothing jumps.
          aria-disabled={clip.data === undefined}
          data-disabled={clip.data === undefined}
          onClick={() => clip.data !== undefined && setOpen("share")}
        >
          <ShareIcon />
        </ActionIcon>
        {clip.data !== undefined && (
          <Downloads
            clip={clip.data}
            isOpen={open === "download"}
            setOpen={(isOpen) => setOpen(isOpen ? "download" : null)}
          />
        )}
      </ClipHead>
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
          <div className={classes.watched}>
            <Player
              clip={clip.data}
              summary={summary}
              renew={renew}
              onWatched={() => summary !== undefined && void markSeen([summary], true)}
              go={go}
              run={{ isOn: run === id, stop: () => setRun(null) }}
              onEnded={() => {
                if (next === null || open !== null) return;
                setRun(next.id);
                go(next.id);
              }}
              onSwipe={(to) => swipe[to]()}
              help={() => setOpen("help")}
            />
            {event != null && event.clips.length > 1 && (
              <EventStrip event={event} id={id} hrefOf={hrefOf} go={go} />
            )}
          </div>
          {/* Below the event on a phone: they wait for it, so that nothing jumps. */}
          {event !== undefined && <Facts ref={facts} clip={clip.data} />}
        </div>
      )}
      {open === "share" && (
        <Suspense>
          <ShareDialog clip={id} close={() => setOpen(null)} />
        </Suspense>
      )}
      {open === "help" && (
        <Suspense>
          <Help close={() => setOpen(null)} />
        </Suspense>
      )}
    </InSiteZone>
  );
}
