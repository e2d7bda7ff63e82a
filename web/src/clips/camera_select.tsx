import { NativeSelect } from "@mantine/core";
import { texts } from "../texts";
import type { Camera } from "./api";
import type { Filter } from "./filter";
import classes from "./filters.module.css";
import { formatCamera, formatName } from "./format";
import { findGroup } from "./groups";
import type { Vocabulary } from "./search";

interface CameraSelectProps {
  filter: Filter;
  cameras: readonly Camera[];
  groups: Vocabulary["groups"];
  choose: (filter: Filter) => void;
}

interface Options {
  group: string;
  items: { value: string; label: string }[];
}

const SEVERAL = "several";

/** One group a site; without groups when there is one site. What is asked for but unknown stays. */
function makeOptions(props: CameraSelectProps): (Options | { value: string; label: string })[] {
  const { cameras, filter } = props;
  const sites = new Map<string, Options>();
  for (const camera of cameras) {
    const site = sites.get(camera.site) ?? { group: formatName(camera.site), items: [] };
    site.items.push({ value: camera.id, label: formatName(camera.name) });
    sites.set(camera.site, site);
  }
  const [chosen] = filter.cameras;
  const known = chosen === undefined || cameras.some(({ id }) => id === chosen);
  const groups = props.groups.map((group) => ({ value: writeChoice(group), label: group.name }));
  if (filter.group !== null && findGroup(props.groups, filter) === null) {
    groups.push({
      value: writeChoice({ id: filter.group, site: filter.site }),
      label: texts.list.group,
    });
  }
  return [
    { value: "", label: texts.clips.allCameras },
    ...(filter.cameras.length > 1
      ? [{ value: SEVERAL, label: texts.list.cameras(filter.cameras.length) }]
      : []),
    ...(known ? [] : [{ value: chosen, label: formatCamera(chosen) }]),
    ...(groups.length === 0 ? [] : [{ group: texts.list.group, items: groups }]),
    ...(sites.size > 1 ? [...sites.values()] : [...sites.values()].flatMap(({ items }) => items)),
  ];
}

function writeChoice({ id, site }: { id: string; site: string | null }): string {
  return `${site ?? ""}/${id}`;
}

/** All cameras, a group or one camera; several are chosen among the filters. */
export function CameraSelect(props: CameraSelectProps) {
  const { filter, choose } = props;
  const [camera = ""] = filter.cameras;
  const group =
    filter.group === null
      ? null
      : writeChoice(findGroup(props.groups, filter) ?? { id: filter.group, site: filter.site });
  const value = filter.cameras.length > 1 ? SEVERAL : (group ?? camera);
  const onChange = (next: string) => {
    if (next === SEVERAL) return;
    const [site = "", id] = next.split("/");
    if (id !== undefined) choose({ ...filter, cameras: [], site, group: id });
    else {
      const without = filter.group === null ? filter : { ...filter, group: null, site: null };
      choose({ ...without, cameras: next === "" ? [] : [next] });
    }
  };
  return (
    <NativeSelect
      className={classes.camera}
      aria-label={texts.clips.camera}
      data={makeOptions(props)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
