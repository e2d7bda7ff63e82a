import { Skeleton } from "@mantine/core";
import type { ReactNode, Ref } from "react";
import { type App, useApp } from "../app_context";
import { texts } from "../texts";
import type { ClipDetail } from "./api";
import classes from "./dialog.module.css";
import { formatBytes, formatCodec, formatDuration, formatSpan, listVersions } from "./format";

const PLACES = ["70%", "55%", "40%", "62%", "48%", "58%"];

/** What is known of a clip; what nobody said is left out. */
export function Facts({ clip, ref }: { clip: ClipDetail | undefined; ref?: Ref<HTMLElement> }) {
  const { formats } = useApp();
  return (
    <section
      ref={ref}
      className={classes.facts}
      aria-label={texts.player.facts}
      aria-busy={clip === undefined}
    >
      {clip === undefined ? (
        PLACES.map((width) => <Skeleton key={width} height={18} width={width} mb={14} />)
      ) : (
        <dl>
          {listFacts(clip, formats).map(([name, value]) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function listFacts(clip: ClipDetail, formats: App["formats"]): [string, ReactNode][] {
  const words = texts.player;
  const codecs = [clip.video_codec, clip.audio_codec].filter((codec) => codec !== null);
  const facts: [string, ReactNode | null][] = [
    [words.recorded, <Moment key="at" at={clip.recorded_at} />],
    [
      words.received,
      <Moment
        key="at"
        at={clip.received_at}
        from={clip.recorded_at}
        note={describeDelay(clip.recorded_at, clip.received_at)}
      />,
    ],
    [
      words.cameraClock,
      clip.camera_at === null ? null : (
        <Moment
          key="at"
          at={clip.camera_at}
          from={clip.recorded_at}
          note={describeClock(clip.recorded_at, clip.camera_at)}
        />
      ),
    ],
    [words.duration, clip.duration_ms === null ? null : formatDuration(clip.duration_ms)],
    [
      words.resolution,
      clip.width === null || clip.height === null ? null : `${clip.width} × ${clip.height}`,
    ],
    [words.codec, codecs.length === 0 ? null : codecs.map(formatCodec).join(", ")],
    [words.size, clip.bytes === null ? null : formatBytes(clip.bytes, formats.number)],
    [words.playing, clip.media.hd === null ? null : words.playingHd],
    [words.treatment, clip.treatment],
    [words.versions, clip.versions === null ? null : <Versions key="of" told={clip.versions} />],
    [words.sourceName, clip.source_name],
    [
      words.keptUntil,
      clip.expires_at === null ? words.keptForGood : <Moment key="at" at={clip.expires_at} />,
    ],
  ];
  return facts.filter(([, value]) => value !== null && value !== "");
}

/** What the gateway tells of each version, one a line. */
function Versions({ told }: { told: string }) {
  return (
    <ul className={classes.versions}>
      {listVersions(told).map((version) => (
        <li key={version}>{version}</li>
      ))}
    </ul>
  );
}

/** `from`: the time it is told after; on the same day the day is not repeated. */
function Moment({ at, from, note }: { at: string; from?: string; note?: string | null }) {
  const { formats } = useApp();
  const near = from !== undefined && formats.dateOf(from) === formats.dateOf(at);
  return (
    <>
      <time dateTime={at} title={formats.moment(at)}>
        {near ? formats.exactTime(at) : formats.moment(at)}
      </time>
      {note != null && <span className={classes.note}> · {note}</span>}
    </>
  );
}

function spanMs(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

function describeDelay(recordedAt: string, receivedAt: string): string | null {
  const delay = spanMs(recordedAt, receivedAt);
  if (Math.abs(delay) < 1000) return null;
  const by = formatSpan(delay);
  return delay < 0 ? texts.player.earlier(by) : texts.player.later(by);
}

function describeClock(recordedAt: string, cameraAt: string): string {
  const ahead = spanMs(recordedAt, cameraAt);
  if (Math.abs(ahead) < 1000) return texts.player.clockRight;
  const by = formatSpan(ahead);
  return ahead > 0 ? texts.player.clockAhead(by) : texts.player.clockBehind(by);
}
