import { CLIPS_CAMERAS_PER_QUESTION_MAX } from "../contract";
import type { Camera, CameraGroup } from "./api";
import type { Filter } from "./filter";

/** Groups of a site as the list takes them: with ids that hold on all sites. */
export function placeGroups(
  site: string,
  groups: readonly { id: string; name: string; cameras: readonly string[] }[],
): CameraGroup[] {
  return groups.map(({ id, name, cameras }) => ({
    id,
    site,
    name,
    cameras: cameras.map((camera) => `${site}_${camera}`),
  }));
}

/** The group that a filter names; without a site, on whichever site it is. */
export function findGroup<Group extends Pick<CameraGroup, "id" | "site">>(
  groups: readonly Group[],
  { group, site }: Pick<Filter, "group" | "site">,
): Group | null {
  return groups.find((each) => each.id === group && (site === null || each.site === site)) ?? null;
}

/**
 * The filter with the cameras of its group; of those it names itself, the ones that are in it.
 * Cameras that are still to come or that the reader may not see are left out: the API refuses a
 * list of them. Without any left it shows nothing (`isOfNone`).
 */
export function fillGroup(
  filter: Filter,
  groups: readonly CameraGroup[],
  cameras: readonly Pick<Camera, "id">[],
): Filter | "unknown" | "too_large" {
  if (filter.group === null) return filter;
  const group = findGroup(groups, filter);
  if (group === null) return "unknown";
  const known = new Set(cameras.map(({ id }) => id));
  const asked = group.cameras.filter(
    (id) => known.has(id) && (filter.cameras.length === 0 || filter.cameras.includes(id)),
  );
  if (asked.length > CLIPS_CAMERAS_PER_QUESTION_MAX) return "too_large";
  return { ...filter, cameras: asked.toSorted() };
}

/** Whether a filled filter leaves no camera; without a group, no cameras are all of them. */
export function isOfNone(filled: Filter): boolean {
  return filled.group !== null && filled.cameras.length === 0;
}

/** What to ask a site for: its own cameras, {} for all of them; null when it has none of them. */
export function nameCameras(filled: Filter, site: string): { camera?: string } | null {
  if (filled.cameras.length === 0) return isOfNone(filled) ? null : {};
  const own = filled.cameras.filter((id) => id.startsWith(`${site}_`));
  return own.length === 0 ? null : { camera: own.join(",") };
}
