import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useApp } from "../app_context";
import { formatBytes, formatCamera } from "../clips/format";
import { readerZone } from "../clips/zone";
import type { PageProps } from "../pages";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import { PageFrame, Section } from "../ui/page";
import { type Export, type ExportPage, makeSharingApi } from "./api";
import { ExportForm } from "./export_form";
import classes from "./sharing.module.css";
import { isMoving, progressOf } from "./state";
import { useZones } from "./use_zones";

/** How often exports that are not ready are asked for. */
const POLL_MS = 2000;

/** Starts exports and shows how far they are; `?camera=` chooses cameras, `?export=` shows one. */
export default function ExportsPage({ query }: PageProps) {
  const { client } = useApp();
  const api = useMemo(() => makeSharingApi(client), [client]);
  const list = useQuery({
    queryKey: ["exports"],
    queryFn: ({ signal }) => api.exports(signal),
    refetchInterval: ({ state: { data } }) => (data?.items.some(isMoving) ? POLL_MS : false),
  });
  const words = texts.sharing.exports;
  const wanted = (query.get("camera") ?? "").split(",").filter((camera) => camera !== "");
  return (
    <PageFrame title={words.title}>
      <Section title={words.make} detail={words.makeDetail}>
        <ExportForm wanted={wanted} />
      </Section>
      <Section title={words.mine}>
        {list.isPending && <div className={classes.skeleton} aria-busy="true" />}
        {list.error !== null && list.data === undefined && (
          <ProblemNotice
            title={words.failed}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        )}
        {list.data !== undefined && <Jobs page={list.data} shown={query.get("export")} />}
      </Section>
    </PageFrame>
  );
}

function Jobs({ page, shown }: { page: ExportPage; shown: string | null }) {
  if (page.items.length === 0) {
    return <p className={classes.detail}>{texts.sharing.exports.none}</p>;
  }
  return (
    <ul className={classes.list}>
      {page.items.map((job) => (
        <Job key={job.id} job={job} isShown={job.id === shown} />
      ))}
    </ul>
  );
}

function Job({ job, isShown }: { job: Export; isShown: boolean }) {
  const app = useApp();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isShown) item.current?.scrollIntoView({ block: "center" });
  }, [isShown]);
  const formats = app.formats.inZone(useZones()?.get(job.site) ?? readerZone());
  const words = texts.sharing.exports;
  const progress = progressOf(job);
  const cameras = job.cameras.map(formatCamera).join(", ");
  const range = `${formats.moment(job.after)} – ${formats.moment(job.before)}`;
  const number = (value: number) => formats.number(value);
  return (
    <li ref={item} className={classes.item} aria-current={isShown ? "true" : undefined}>
      <div className={classes.grow}>
        <div>{cameras}</div>
        <div className={classes.about}>{range}</div>
        <div className={classes.about} role="status">
          {words.states[job.state]}
          {job.state === "running" &&
            job.clips_total > 0 &&
            `, ${words.progress(number(job.clips_done), number(job.clips_total))}`}
          {job.bytes !== null &&
            `, ${words.size(number(job.clips_done), formatBytes(job.bytes, formats.number))}`}
          {job.state === "ready" &&
            job.expires_at !== null &&
            `, ${words.until(formats.moment(job.expires_at))}`}
          {job.reason !== null && `. ${words.reasons[job.reason]}`}
        </div>
        {isMoving(job) && (
          <progress
            className={classes.progress}
            aria-label={words.states[job.state]}
            {...(progress === null ? {} : { value: progress })}
          />
        )}
      </div>
      {job.state === "ready" && <Download id={job.id} />}
    </li>
  );
}

function Download({ id }: { id: string }) {
  const { client } = useApp();
  const api = useMemo(() => makeSharingApi(client), [client]);
  const queries = useQueryClient();
  // Its address ends within half an hour, so that it is asked for when it is wanted.
  const fetching = useMutation({
    mutationFn: () => api.readExport(id),
    onSuccess: ({ url }) => {
      if (url !== null) window.location.assign(url);
      else void queries.invalidateQueries({ queryKey: ["exports"] });
    },
  });
  return (
    <div>
      <Button
        aria-disabled={fetching.isPending}
        onClick={() => !fetching.isPending && fetching.mutate()}
      >
        {texts.sharing.exports.download}
      </Button>
      {fetching.error !== null && (
        <p role="alert" className={classes.error}>
          {texts.sharing.exports.downloadFailed}
        </p>
      )}
    </div>
  );
}
