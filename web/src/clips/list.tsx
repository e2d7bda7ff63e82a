import { Button, VisuallyHidden } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { useApp } from "../app_context";
import { type Filter, formatRoute, NO_FILTER } from "../route";
import { texts } from "../texts";
import { Banner } from "../ui/banner";
import { CameraIcon, UpIcon } from "../ui/icons";
import { Notice, ProblemNotice } from "../ui/notice";
import { useToday } from "../ui/use_today";
import { Card } from "./card";
import { isFiltered } from "./filter";
import { Filters } from "./filters";
import { formatCamera } from "./format";
import classes from "./list.module.css";
import { More } from "./more";
import { useCameras, useClips, useNewClips, useSites } from "./queries";
import { SkeletonGrid } from "./skeleton_grid";
import { type Day, groupByDay } from "./state";
import { useArrivals, useReader } from "./use_reader";

export function ClipList({ filter }: { filter: Filter }) {
  const cameras = useCameras().data ?? [];
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>{texts.clips.pageTitle}</h1>
        <Filters filter={filter} cameras={cameras} />
      </div>
      <Clips key={formatRoute({ page: "clips", filter })} filter={filter} />
    </>
  );
}

function Clips({ filter }: { filter: Filter }) {
  const { formats } = useApp();
  const list = useClips(filter);
  const poll = useNewClips(filter, list.data !== undefined);
  const { shown, waiting } = useReader(list.clips);
  const sites = useSites().data ?? [];
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
  return (
    <>
      <Announcer clips={list.clips} />
      {poll.isError && <Banner>{texts.app.unreachable}</Banner>}
      {waiting.length > 0 && <Waiting count={waiting.length} />}
      {shown.length === 0 && !list.hasNextPage && <Empty filter={filter} sites={sites.length} />}
      {groupByDay(shown, formats.dateOf).map((day) => (
        <DaySection key={day.date} day={day} filter={filter} withSite={sites.length > 1} />
      ))}
      <More list={list} />
    </>
  );
}

function DaySection(props: { day: Day; filter: Filter; withSite: boolean }) {
  const { day, filter, withSite } = props;
  const { formats } = useApp();
  const today = useToday();
  const id = `day-${day.date}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.day}>
        <time dateTime={day.date}>{formats.day(day.date, today)}</time>
      </h2>
      <ul className={classes.grid} aria-labelledby={id}>
        {day.clips.map((clip) => (
          <Card
            key={clip.id}
            clip={clip}
            href={formatRoute({ page: "clip", id: clip.id, filter })}
            withSite={withSite}
          />
        ))}
      </ul>
    </section>
  );
}

function Waiting({ count }: { count: number }) {
  const still = useReducedMotion();
  return (
    <div className={classes.waiting}>
      <Button
        radius="xl"
        size="sm"
        leftSection={<UpIcon />}
        onClick={() => window.scrollTo({ top: 0, behavior: still ? "auto" : "smooth" })}
      >
        {texts.clips.arrived(count)}
      </Button>
    </div>
  );
}

function Announcer({ clips }: { clips: Parameters<typeof useArrivals>[0] }) {
  const { formats } = useApp();
  const arrived = useArrivals(clips);
  const [newest] = arrived;
  return (
    <VisuallyHidden role="status">
      {newest !== undefined &&
        `${texts.clips.arrived(arrived.length)}: ${formatCamera(newest.camera)}, ${formats.time(newest.recorded_at)}`}
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
