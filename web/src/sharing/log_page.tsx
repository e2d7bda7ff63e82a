import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useApp } from "../app_context";
import { formatCamera } from "../clips/format";
import { zoneOf } from "../clips/use_places";
import { DEEDS } from "../contract";
import { useProfile } from "../me/profile";
import type { PageProps } from "../pages";
import { formatRoute, NO_FILTER } from "../route";
import { useMembers } from "../sites/member_queries";
import { SiteFrame } from "../sites/site_frame";
import { texts } from "../texts";
import { Notice, ProblemNotice } from "../ui/notice";
import { Section } from "../ui/page";
import { Problem } from "../ui/problem";
import { type Deed, type LogEntry, makeSharingApi } from "./api";
import { formatOwnExportHref } from "./href";
import classes from "./sharing.module.css";
import { type Known, tellWho, type Who } from "./who";

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
  const members = useMembers(site);
  const me = useProfile();
  // Without them the log is still worth reading: it then tells ids.
  const known = { me: me.data?.id ?? null, members: members.data ?? null };
  const isPending =
    log.isPending || (log.data !== undefined && (members.isPending || me.isPending));
  const lines = isPending ? [] : (log.data?.pages.flatMap((page) => page.items) ?? []);
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
      {isPending && <div className={classes.skeleton} aria-busy="true" />}
      {forbidden && <Notice title={words.failed} detail={words.forbidden} />}
      {log.error !== null && !forbidden && (
        <ProblemNotice title={words.failed} error={log.error} onRetry={() => void log.refetch()} />
      )}
      {log.data !== undefined && !isPending && lines.length === 0 && (
        <p className={classes.detail}>{words.none}</p>
      )}
      {lines.length > 0 && <Lines lines={lines} known={known} zone={zone} />}
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

interface LinesProps {
  lines: readonly LogEntry[];
  known: Known;
  zone: string;
}

function Lines({ lines, known, zone }: LinesProps) {
  const words = texts.sharing.log;
  return (
    <table className={classes.log}>
      <thead>
        <tr>
          <th scope="col">{words.who}</th>
          <th scope="col">{words.deed}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.when}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.id} line={line} who={tellWho(line.person, known)} zone={zone} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line, who, zone }: { line: LogEntry; who: Who; zone: string }) {
  const { formats } = useApp();
  const about = tellAbout(line, who);
  return (
    <tr>
      <td>{sayWho(who)}</td>
      <td>{texts.sharing.log.deeds[line.deed]}</td>
      <td>
        {about.href === null ? (
          about.label
        ) : (
          <a className={classes.link} href={about.href}>
            {about.label}
          </a>
        )}
      </td>
      <td>
        <time dateTime={line.at}>{formats.inZone(zone).moment(line.at)}</time>
      </td>
    </tr>
  );
}

/** The clip, whose share dialog has its links, too; or the export, which only its maker can open. */
function tellAbout(line: LogEntry, who: Who): { label: string; href: string | null } {
  const words = texts.sharing.log;
  const label = line.camera === null ? null : formatCamera(line.camera);
  if (line.clip !== null) {
    const href = formatRoute({ page: "clip", id: line.clip, filter: NO_FILTER });
    return { label: label ?? words.clip, href };
  }
  if (line.about === null) return { label: label ?? "", href: null };
  return { label: words.export, href: who.is === "you" ? formatOwnExportHref(line.about) : null };
}

function sayWho(who: Who): string {
  const words = texts.sharing.log;
  switch (who.is) {
    case "member":
      return who.name;
    case "past":
      return words.past(who.name);
    case "gone":
      return words.gone(who.id);
    case "unknown":
      return words.person(who.id);
    default:
      return words[who.is];
  }
}
