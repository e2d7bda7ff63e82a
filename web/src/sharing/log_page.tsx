import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useApp } from "../app_context";
import { formatCamera } from "../clips/format";
import { zoneOf } from "../clips/use_places";
import { DEEDS } from "../contract";
import type { PageProps } from "../pages";
import { formatRoute, NO_FILTER } from "../route";
import { SiteFrame } from "../sites/site_frame";
import { texts } from "../texts";
import { Notice, ProblemNotice } from "../ui/notice";
import { Section } from "../ui/page";
import { Problem } from "../ui/problem";
import { type Deed, type LogEntry, makeSharingApi } from "./api";
import classes from "./sharing.module.css";

/** What happened at a site, for its owners. */
export default function LogPage({ params }: PageProps) {
  return (
    <SiteFrame site={params["site"] ?? ""} tab="log">
      {(site) => <Log site={site.id} zone={zoneOf(site)} />}
    </SiteFrame>
  );
}

function Log({ site, zone }: { site: string; zone: string }) {
  const { client } = useApp();
  const api = useMemo(() => makeSharingApi(client), [client]);
  const [deed, setDeed] = useState<Deed | null>(null);
  const words = texts.sharing.log;
  const log = useInfiniteQuery({
    queryKey: ["access-log", site, deed],
    queryFn: ({ pageParam, signal }) => api.log(site, deed, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
  const lines = log.data?.pages.flatMap((page) => page.items) ?? [];
  const forbidden = log.error instanceof Problem && [403, 404].includes(log.error.status);
  return (
    <Section title={words.happened} detail={words.detail}>
      <NativeSelect
        label={words.deed}
        data={[
          { value: "", label: words.all },
          ...DEEDS.map((value) => ({ value, label: words.deeds[value] })),
        ]}
        value={deed ?? ""}
        onChange={({ currentTarget: { value } }) =>
          setDeed(DEEDS.find((each) => each === value) ?? null)
        }
      />
      {log.isPending && <div className={classes.skeleton} aria-busy="true" />}
      {forbidden && <Notice title={words.failed} detail={words.forbidden} />}
      {log.error !== null && !forbidden && (
        <ProblemNotice title={words.failed} error={log.error} onRetry={() => void log.refetch()} />
      )}
      {log.data !== undefined && lines.length === 0 && (
        <p className={classes.detail}>{words.none}</p>
      )}
      {lines.length > 0 && <Lines lines={lines} zone={zone} />}
      {log.hasNextPage && (
        <div>
          <Button variant="default" onClick={() => void log.fetchNextPage()}>
            {log.isFetchingNextPage ? words.loadingMore : words.more}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Lines({ lines, zone }: { lines: readonly LogEntry[]; zone: string }) {
  const words = texts.sharing.log;
  return (
    <table className={classes.log}>
      <thead>
        <tr>
          <th scope="col">{words.who}</th>
          <th scope="col">{words.deed}</th>
          <th scope="col">{words.camera}</th>
          <th scope="col">{words.when}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.id} line={line} zone={zone} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line, zone }: { line: LogEntry; zone: string }) {
  const { formats } = useApp();
  const words = texts.sharing.log;
  const who = line.person === null ? words.holder : words.person(line.person.slice(0, 8));
  const camera = line.camera === null ? "" : formatCamera(line.camera);
  return (
    <tr>
      <td>{who}</td>
      <td>{words.deeds[line.deed]}</td>
      <td>
        {line.clip === null ? (
          camera
        ) : (
          <a
            className={classes.link}
            href={formatRoute({ page: "clip", id: line.clip, filter: NO_FILTER })}
          >
            {camera === "" ? words.clip : camera}
          </a>
        )}
      </td>
      <td>
        <time dateTime={line.at}>{formats.inZone(zone).moment(line.at)}</time>
      </td>
    </tr>
  );
}
