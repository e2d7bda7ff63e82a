import { useState } from "react";
import { useApp } from "../app_context";
import { formatCamera, formatDuration } from "../clips/format";
import { texts } from "../texts";
import { CameraIcon } from "../ui/icons";
import { useTitle } from "../ui/use_title";
import { useToday } from "../ui/use_today";
import type { LastClip, LastList } from "./last_list";
import classes from "./last_list.module.css";

/** What was seen last, in place of a list that cannot be asked for. */
export default function LastListView({ list }: { list: LastList }) {
  const { formats } = useApp();
  useTitle(texts.clips.pageTitle);
  return (
    <>
      <h1 className={classes.title}>{texts.offline.title}</h1>
      <p className={classes.at}>
        {texts.offline.at} <time dateTime={list.at}>{formats.moment(list.at)}</time>
      </p>
      {list.clips.length === 0 && <p>{texts.offline.empty}</p>}
      {groupByDate(list.clips, formats.dateOf).map(([date, clips]) => (
        <Day key={date} date={date} clips={clips} />
      ))}
    </>
  );
}

function groupByDate(
  clips: readonly LastClip[],
  dateOf: (instant: string) => string,
): [string, LastClip[]][] {
  const days = new Map<string, LastClip[]>();
  for (const clip of clips) {
    const date = dateOf(clip.recorded_at);
    days.set(date, [...(days.get(date) ?? []), clip]);
  }
  return [...days];
}

function Day({ date, clips }: { date: string; clips: readonly LastClip[] }) {
  const { formats } = useApp();
  const today = useToday();
  const name = formats.day(date, today);
  return (
    <section aria-label={name}>
      <h2 className={classes.day}>
        <time dateTime={date}>{name}</time>
      </h2>
      <ul className={classes.grid} aria-label={name}>
        {clips.map((clip) => (
          <Tile key={clip.id} clip={clip} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ clip }: { clip: LastClip }) {
  const { formats } = useApp();
  const [lost, setLost] = useState(false);
  return (
    <li data-last-clip-id={clip.id}>
      <span className={classes.frame}>
        {clip.picture === null || lost ? (
          <CameraIcon />
        ) : (
          <img
            src={clip.picture}
            alt=""
            width={320}
            height={180}
            className={classes.picture}
            onError={() => setLost(true)}
          />
        )}
      </span>
      <span className={classes.line}>
        <span className={classes.camera}>{formatCamera(clip.camera)}</span>
        <span>
          {clip.duration_ms === null
            ? texts.clips.kinds[clip.kind]
            : formatDuration(clip.duration_ms)}
        </span>
        <time dateTime={clip.recorded_at} title={formats.moment(clip.recorded_at)}>
          {formats.time(clip.recorded_at)}
        </time>
      </span>
    </li>
  );
}
