import { NativeSelect, SegmentedControl, Skeleton, VisuallyHidden } from "@mantine/core";
import { useMemo } from "react";
import { formatSpan } from "../clips/format";
import { useSites } from "../clips/queries";
import { zoneOf } from "../clips/use_places";
import { readerZone } from "../clips/zone";
import type { PageProps } from "../pages";
import { replace } from "../route";
import { spokenLanguage, texts } from "../texts";
import { pickLocale } from "../texts/language";
import { Notice, ProblemNotice } from "../ui/notice";
import { PageFrame, Section } from "../ui/page";
import { useToday } from "../ui/use_today";
import type { Statistics } from "./api";
import { Cameras, nameSite } from "./cameras";
import { Chart } from "./chart";
import { makeStatisticsFormats, type StatisticsFormats } from "./format";
import classes from "./page.module.css";
import { useStatistics } from "./queries";
import { addUp, formatWanted, PERIODS, readWanted } from "./state";

/** When and what the cameras of a site record, what is stored of it, and what that will cost. */
export default function StatisticsPage({ query }: PageProps) {
  const wanted = readWanted(query);
  const sites = useSites();
  const site = sites.data?.find(({ id }) => id === wanted.site) ?? sites.data?.[0] ?? null;
  const zone = site === null ? readerZone() : zoneOf(site);
  const told = useStatistics(site?.id ?? null, zone, wanted.period, useToday());
  const error = sites.error ?? told.error;
  const locale = pickLocale(spokenLanguage(), navigator.languages);
  const formats = useMemo(() => makeStatisticsFormats(locale), [locale]);
  const noSite = sites.data?.length === 0;
  return (
    <PageFrame
      title={texts.statistics.pageTitle}
      actions={
        <>
          {(sites.data?.length ?? 0) > 1 && (
            <NativeSelect
              aria-label={texts.statistics.site}
              data={sites.data?.map((each) => ({ value: each.id, label: nameSite(each) })) ?? []}
              value={site?.id ?? ""}
              onChange={({ currentTarget: { value } }) =>
                replace(formatWanted({ ...wanted, site: value }))
              }
            />
          )}
          <SegmentedControl
            aria-label={texts.statistics.period}
            data={PERIODS.map((days) => ({
              value: String(days),
              label: texts.units.days(days),
            }))}
            value={String(wanted.period)}
            onChange={(value) =>
              replace(
                formatWanted({
                  ...wanted,
                  period: PERIODS.find((days) => String(days) === value) ?? wanted.period,
                }),
              )
            }
          />
        </>
      }
    >
      {noSite ? (
        <Notice title={texts.clips.empty.noSite} detail={texts.clips.empty.noSiteDetail} />
      ) : told.data !== undefined ? (
        <Numbers statistics={told.data} formats={formats} isOld={told.isPlaceholderData} />
      ) : error !== null ? (
        <ProblemNotice
          title={texts.statistics.failed}
          error={error}
          onRetry={() => void (sites.error === null ? told.refetch() : sites.refetch())}
        />
      ) : (
        <Waiting />
      )}
    </PageFrame>
  );
}

interface NumbersProps {
  statistics: Statistics;
  formats: StatisticsFormats;
  /** Of the period before, until those asked for are there. */
  isOld: boolean;
}

function Numbers({ statistics, formats, isOld }: NumbersProps) {
  const words = texts.statistics;
  if (statistics.cameras.length === 0) {
    return <Notice title={words.empty} detail={words.emptyDetail} />;
  }
  const totals = addUp(statistics);
  const days = statistics.by_day.map(({ date, clips }) => ({
    key: date,
    label: formats.date(date),
    clips,
  }));
  const hours = statistics.by_hour.map(({ hour, clips }) => ({
    key: String(hour),
    label: formats.hour(hour),
    clips,
  }));
  return (
    <div className={classes.numbers} aria-busy={isOld}>
      <dl className={classes.totals}>
        <Total name={words.clips} value={formats.count(totals.clips)} />
        <Total name={words.recorded} value={formatSpan(totals.durationMs)} />
        <Total
          name={words.stored}
          value={formats.bytes(totals.storedBytes)}
          more={words.kept(texts.units.days(statistics.retention_days))}
        />
        <Total
          name={words.cost}
          value={formats.money(totals.costAMonth, statistics.currency)}
          more={words.rate(formats.bytes(totals.bytesADay))}
        />
      </dl>
      <Section title={words.byDay} detail={words.zone(statistics.zone)}>
        <Chart title={words.byDay} bars={days} unit={words.day} ticks={5} count={formats.count} />
      </Section>
      <Section title={words.byHour}>
        <Chart
          title={words.byHour}
          bars={hours}
          unit={words.hour}
          ticks={4}
          count={formats.count}
        />
      </Section>
      <Section title={words.cameras} detail={words.costDetail}>
        <Cameras statistics={statistics} formats={formats} />
      </Section>
    </div>
  );
}

function Total({ name, value, more }: { name: string; value: string; more?: string }) {
  return (
    <div className={classes.total}>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {more !== undefined && <dd className={classes.more}>{more}</dd>}
    </div>
  );
}

const TILES = ["clips", "recorded", "stored", "cost"];

/** As high as what it stands for. */
function Waiting() {
  return (
    <div className={classes.numbers} aria-busy="true">
      <VisuallyHidden role="status">{texts.app.loadingPage}</VisuallyHidden>
      <div className={classes.totals} aria-hidden="true">
        {TILES.map((tile) => (
          <Skeleton key={tile} height={92} />
        ))}
      </div>
      <Skeleton height={320} aria-hidden="true" />
      <Skeleton height={300} aria-hidden="true" />
    </div>
  );
}
