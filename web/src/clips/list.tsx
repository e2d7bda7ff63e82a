import { Button, VisuallyHidden } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { useState } from "react";
import { type Filter, formatRoute, NO_FILTER, replace } from "../route";
import { texts } from "../texts";
import { Banner } from "../ui/banner";
import { CameraIcon, UpIcon } from "../ui/icons";
import { Notice, ProblemNotice } from "../ui/notice";
import type { ClipSummary } from "./api";
import { EventList, nowHref, useEventDays } from "./event_list";
import { isFiltered } from "./filter";
import { Filters } from "./filters";
import { formatCamera } from "./format";
import classes from "./list.module.css";
import { More } from "./more";
import { useClips, useNewClips } from "./queries";
import { SelectionBar } from "./selection_bar";
import { Silent } from "./silent";
import { SkeletonGrid } from "./skeleton_grid";
import { DayTimeline } from "./timeline";
import { type Places, usePlaces } from "./use_places";
import { useArrivals, useUnread } from "./use_reader";
import { useSelection } from "./use_selection";
import { type InView, NOWHERE } from "./use_virtual";

export function ClipList({ filter }: { filter: Filter }) {
  const places = usePlaces(filter);
  const [inView, setInView] = useState<InView>(NOWHERE);
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>{texts.clips.pageTitle}</h1>
        <Filters
          filter={filter}
          places={places}
          dateInView={inView.date}
          onSelect={() => setChoosing(true)}
        />
      </div>
      <Silent places={places} filter={filter} />
      {inView.date !== null && (
        <DayTimeline
          filter={filter}
          places={places}
          date={inView.date}
          instantInView={inView.instant}
        />
      )}
      <Clips
        // Another filter is another list, which begins at its own top.
        key={formatRoute({ page: "clips", filter: { ...filter, events: true } })}
        filter={filter}
        places={places}
        choosing={choosing}
        setChoosing={setChoosing}
        inView={inView}
        onInView={setInView}
      />
    </>
  );
}

interface ClipsProps {
  filter: Filter;
  places: Places;
  inView: InView;
  onInView: (inView: InView) => void;
  choosing: boolean;
  setChoosing: (choosing: boolean) => void;
}

function Clips({ filter, places, inView, onInView, choosing, setChoosing }: ClipsProps) {
  const list = useClips(filter);
  const poll = useNewClips(filter, places.shownSites, list.data !== undefined);
  const days = useEventDays(list, places.zone, filter.events);
  const selecting = useSelection(days, choosing, setChoosing);
  const newest = poll.data?.clips ?? [];
  const unread = useUnread(newest, filter);
  if (list.data === undefined) {
    if (list.error === null) return <SkeletonGrid />;
    return (
      <ProblemNotice
        title={texts.clips.failed}
        error={list.error}
        onRetry={() => void list.refetch()}
      >
        <ClearFilter filter={filter} />
      </ProblemNotice>
    );
  }
  const nothing = list.clips.length === 0 && !list.hasNextPage && !list.hasPreviousPage;
  return (
    <>
      <Announcer clips={newest} places={places} />
      {poll.isError && <Banner>{texts.app.unreachable}</Banner>}
      {(unread > 0 || filter.at !== null) && <ToNewest count={unread} filter={filter} />}
      {nothing && <Empty filter={filter} sites={places.sites.length} />}
      <EventList
        list={list}
        days={days}
        filter={filter}
        places={places}
        selecting={selecting}
        onInView={onInView}
      />
      <More
        list={list}
        reached={inView.date === null ? null : places.formats.day(inView.date, new Date())}
      />
      {selecting.on && <SelectionBar selecting={selecting} />}
    </>
  );
}

/** Up to the newest clips, and how many of them nobody has scrolled past yet. */
function ToNewest({ count, filter }: { count: number; filter: Filter }) {
  const still = useReducedMotion();
  const go = () => {
    if (filter.at !== null) replace(nowHref(filter));
    window.scrollTo({ top: 0, behavior: still || filter.at !== null ? "auto" : "smooth" });
  };
  return (
    <div className={classes.waiting}>
      <Button radius="xl" size="sm" leftSection={<UpIcon />} onClick={go}>
        {count > 0 ? texts.clips.arrived(count) : texts.list.toNewest}
      </Button>
    </div>
  );
}

function Announcer({ clips, places }: { clips: readonly ClipSummary[]; places: Places }) {
  const arrived = useArrivals(clips);
  const [newest] = arrived;
  return (
    <VisuallyHidden role="status">
      {newest !== undefined &&
        `${texts.clips.arrived(arrived.length)}: ${formatCamera(newest.camera)}, ${places.formats.time(newest.recorded_at)}`}
    </VisuallyHidden>
  );
}

function ClearFilter({ filter }: { filter: Filter }) {
  if (!isFiltered(filter)) return null;
  return (
    <Button
      component="a"
      variant="default"
      href={formatRoute({ page: "clips", filter: NO_FILTER })}
    >
      {texts.clips.empty.clear}
    </Button>
  );
}

function Empty({ filter, sites }: { filter: Filter; sites: number }) {
  const words = texts.clips.empty;
  if (isFiltered(filter)) {
    return (
      <Notice icon={<CameraIcon />} title={words.filtered} detail={words.filteredDetail}>
        <ClearFilter filter={filter} />
      </Notice>
    );
  }
  if (sites === 0) {
    return <Notice icon={<CameraIcon />} title={words.noSite} detail={words.noSiteDetail} />;
  }
  return <Notice icon={<CameraIcon />} title={words.title} detail={words.detail} />;
}
