import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useApp } from "../app_context";
import type { Camera } from "../clips/api";
import { formatName } from "../clips/format";
import { useCameras } from "../clips/queries";
import { readerZone } from "../clips/zone";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import { Problem } from "../ui/problem";
import { makeSharingApi } from "./api";
import classes from "./sharing.module.css";
import { presetFields, readRange } from "./state";
import { useZones } from "./use_zones";

const HOURS = ["1", "4", "8", "24"] as const;

/** Which cameras of one site and which time; `wanted` are chosen beforehand. */
export function ExportForm({ wanted }: { wanted: readonly string[] }) {
  const cameras = useCameras();
  const zones = useZones();
  if (cameras.data === undefined && cameras.error !== null) {
    return (
      <ProblemNotice
        title={texts.sharing.exports.camerasFailed}
        error={cameras.error}
        onRetry={() => void cameras.refetch()}
      />
    );
  }
  return (
    <Fields cameras={zones === null ? undefined : cameras.data} wanted={wanted} zones={zones} />
  );
}

interface FieldsProps {
  /** undefined until they are known. */
  cameras: readonly Camera[] | undefined;
  wanted: readonly string[];
  /** By site. */
  zones: ReadonlyMap<string, string> | null;
}

function Fields({ cameras: known, wanted, zones }: FieldsProps) {
  const cameras = known ?? [];
  const { client } = useApp();
  const api = useMemo(() => makeSharingApi(client), [client]);
  const queries = useQueryClient();
  const sites = [...new Set(cameras.map((camera) => camera.site))];
  const first = cameras.find((camera) => wanted.includes(camera.id))?.site ?? sites[0] ?? "";
  const [chosenSite, setSite] = useState<string | null>(null);
  const site = chosenSite ?? first;
  const zone = zones?.get(site) ?? readerZone();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(wanted));
  const [openedMs] = useState(() => Date.now());
  const [fields, setFields] = useState<[string, string] | null>(null);
  const [from, to] = fields ?? presetFields(1, openedMs, zone);
  const [told, setTold] = useState<string | null>(null);
  const words = texts.sharing.exports;
  // Before, nobody knows which cameras are meant, nor whose hours.
  const isReady = known !== undefined;
  const starting = useMutation({
    mutationFn: api.startExport,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["exports"] }),
  });
  const here = cameras.filter((camera) => camera.site === site);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || starting.isPending) return;
    const ids = here.map((camera) => camera.id).filter((id) => chosen.has(id));
    const range = readRange(from, to, zone);
    setTold(ids.length === 0 ? words.noCamera : range === null ? words.wrongRange : null);
    if (ids.length > 0 && range !== null) starting.mutate({ cameras: ids, ...range });
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const error = starting.error;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {sites.length > 1 && (
        <NativeSelect
          label={words.site}
          data={sites.map((value) => ({ value, label: formatName(value) }))}
          value={site}
          onChange={({ currentTarget: { value } }) => setSite(value)}
        />
      )}
      <fieldset className={classes.choices}>
        <legend>{words.cameras}</legend>
        {!isReady && <div className={classes.waiting} aria-busy="true" />}
        {here.map((camera) => (
          <label key={camera.id} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.has(camera.id)}
              onChange={() => toggle(camera.id)}
            />
            {formatName(camera.name)}
          </label>
        ))}
      </fieldset>
      <fieldset className={classes.choices}>
        <legend>{words.range}</legend>
        {HOURS.map((hours) => (
          <Button
            key={hours}
            variant="default"
            aria-disabled={!isReady}
            onClick={() => isReady && setFields(presetFields(Number(hours), Date.now(), zone))}
          >
            {words.presets[hours]}
          </Button>
        ))}
      </fieldset>
      <div className={classes.fields}>
        <TextInput
          type="datetime-local"
          label={words.from}
          value={from}
          onChange={({ currentTarget: { value } }) => setFields([value, to])}
        />
        <TextInput
          type="datetime-local"
          label={words.to}
          value={to}
          onChange={({ currentTarget: { value } }) => setFields([from, value])}
        />
      </div>
      <p className={classes.about}>{words.zone(zone)}</p>
      <div>
        <Button type="submit" aria-disabled={!isReady || starting.isPending}>
          {starting.isPending ? words.starting : words.start}
        </Button>
      </div>
      {(told !== null || error !== null) && (
        <p role="alert" className={classes.error}>
          {told ?? `${words.startFailed}. ${error instanceof Problem ? error.message : ""}`}
        </p>
      )}
    </form>
  );
}
