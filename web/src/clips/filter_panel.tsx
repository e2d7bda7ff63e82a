import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { KINDS } from "../contract";
import { texts } from "../texts";
import type { Filter } from "./filter";
import classes from "./filter_panel.module.css";
import { formatCamera, formatName } from "./format";
import type { Vocabulary } from "./search";
import type { Places } from "./use_places";
import { instantOf, localOf } from "./zone";

interface FilterPanelProps {
  filter: Filter;
  places: Places;
  vocabulary: Vocabulary;
  choose: (filter: Filter) => void;
}

/** Every filter there is; each change is asked for at once. */
export function FilterPanel({ filter, places, choose }: FilterPanelProps) {
  const { sites, cameras, zone } = places;
  const shown = cameras.filter(({ site }) => filter.site === null || site === filter.site);
  const toggle = (id: string) => {
    const rest = filter.cameras.filter((camera) => camera !== id);
    const next = rest.length === filter.cameras.length ? [...rest, id].sort() : rest;
    choose({ ...filter, cameras: next });
  };
  return (
    <div className={classes.panel}>
      {sites.length > 1 && (
        <NativeSelect
          label={texts.list.site}
          data={[
            { value: "", label: texts.list.allSites },
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={filter.site ?? ""}
          onChange={({ currentTarget: { value } }) =>
            choose({ ...filter, site: value === "" ? null : value, group: null, cameras: [] })
          }
        />
      )}
      <fieldset className={classes.cameras}>
        <legend>{texts.clips.camera}</legend>
        {shown.map(({ id }) => (
          <label key={id} className={classes.check}>
            <input
              type="checkbox"
              checked={filter.cameras.includes(id)}
              onChange={() => toggle(id)}
            />
            {sites.length > 1 && filter.site === null
              ? `${formatCamera(id)} (${formatName(id.split("_")[0] ?? "")})`
              : formatCamera(id)}
          </label>
        ))}
      </fieldset>
      <Field label={texts.clips.kind}>
        <SegmentedControl
          aria-label={texts.clips.kind}
          data={[
            { value: "all", label: texts.clips.kinds.all },
            ...KINDS.map((kind) => ({ value: kind, label: texts.clips.kinds[kind] })),
          ]}
          value={filter.kind ?? "all"}
          onChange={(value) =>
            choose({ ...filter, kind: KINDS.find((kind) => kind === value) ?? null })
          }
        />
      </Field>
      <Field label={texts.list.seenState}>
        <SegmentedControl
          aria-label={texts.list.seenState}
          data={(["all", "unseen", "seen"] as const).map((value) => ({
            value,
            label: texts.list.seenStates[value],
          }))}
          value={filter.seen === null ? "all" : filter.seen ? "seen" : "unseen"}
          onChange={(value) =>
            choose({ ...filter, seen: value === "all" ? null : value === "seen" })
          }
        />
      </Field>
      <Length filter={filter} choose={choose} />
      <Moment
        label={texts.list.after("…")}
        value={filter.after}
        zone={zone}
        change={(after) => choose({ ...filter, after })}
      />
      <Moment
        label={texts.list.before("…")}
        value={filter.before}
        zone={zone}
        change={(before) => choose({ ...filter, before })}
      />
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={filter.starred === true}
          onChange={({ currentTarget: { checked } }) =>
            choose({ ...filter, starred: checked ? true : null })
          }
        />
        {texts.list.starred}
      </label>
    </div>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <span className={classes.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

/** Shortest and longest; milliseconds. */
const LENGTHS = {
  all: [null, null],
  short: [null, 10_000],
  middle: [10_000, 60_000],
  long: [60_000, null],
} as const;

function Length({ filter, choose }: Pick<FilterPanelProps, "filter" | "choose">) {
  const names = ["all", "short", "middle", "long"] as const;
  const { minDurationMs, maxDurationMs } = filter;
  const chosen = names.find(
    (name) => LENGTHS[name][0] === minDurationMs && LENGTHS[name][1] === maxDurationMs,
  );
  return (
    <NativeSelect
      label={texts.list.length}
      data={[
        // Another length, from the search line.
        ...(chosen === undefined ? [{ value: "other", label: "…" }] : []),
        ...names.map((value) => ({ value, label: texts.list.lengths[value] })),
      ]}
      value={chosen ?? "other"}
      onChange={({ currentTarget: { value } }) => {
        const name = names.find((known) => known === value);
        if (name === undefined) return;
        const [shortest, longest] = LENGTHS[name];
        choose({ ...filter, minDurationMs: shortest, maxDurationMs: longest });
      }}
    />
  );
}

interface MomentProps {
  label: string;
  value: string | null;
  zone: string;
  change: (instant: string | null) => void;
}

/** A date and a time of the place. */
function Moment({ label, value, zone, change }: MomentProps) {
  const local = value === null ? null : localOf(Date.parse(value), zone);
  return (
    <label className={classes.field}>
      <span className={classes.label}>{label}</span>
      <input
        type="datetime-local"
        className={classes.moment}
        value={local === null ? "" : `${local.date}T${local.time}`}
        onChange={({ currentTarget: { value: text } }) => {
          const [date, time] = text.split("T");
          const whole = date !== undefined && time !== undefined && /^[12]\d{3}-/.test(date);
          if (text === "") change(null);
          else if (whole) change(new Date(instantOf(date, time, zone)).toISOString());
        }}
      />
    </label>
  );
}
