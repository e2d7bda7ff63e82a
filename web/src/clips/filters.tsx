import { NativeSelect, SegmentedControl } from "@mantine/core";
import { KINDS } from "../contract";
import { type Filter, formatRoute, replace } from "../route";
import { texts } from "../texts";
import type { Camera } from "./api";
import classes from "./filters.module.css";
import { formatCamera, formatName } from "./format";

function choose(filter: Filter): void {
  replace(formatRoute({ page: "clips", filter }));
  window.scrollTo(0, 0);
}

interface Group {
  group: string;
  items: { value: string; label: string }[];
}

/** One group a site; without groups when there is one site. A camera asked for but unknown stays. */
function makeOptions(cameras: readonly Camera[], chosen: string | null) {
  const groups = new Map<string, Group>();
  for (const camera of cameras) {
    const group = groups.get(camera.site) ?? { group: formatName(camera.site), items: [] };
    group.items.push({ value: camera.id, label: formatName(camera.name) });
    groups.set(camera.site, group);
  }
  const all = { value: "", label: texts.clips.allCameras };
  const known = chosen === null || cameras.some((camera) => camera.id === chosen);
  const asked = known ? [] : [{ value: chosen, label: formatCamera(chosen) }];
  const rest =
    groups.size > 1 ? [...groups.values()] : [...groups.values()].flatMap((g) => g.items);
  return [all, ...asked, ...rest];
}

export function Filters({ filter, cameras }: { filter: Filter; cameras: readonly Camera[] }) {
  return (
    <div className={classes.filters}>
      <NativeSelect
        className={classes.camera}
        aria-label={texts.clips.camera}
        data={makeOptions(cameras, filter.cameras[0] ?? null)}
        value={filter.cameras[0] ?? ""}
        onChange={({ currentTarget: { value } }) =>
          choose({ ...filter, cameras: value === "" ? [] : [value] })
        }
      />
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
    </div>
  );
}
