import { useApp } from "../app_context";
import { formatName } from "../clips/format";
import { texts } from "../texts";
import type { Site } from "./api";
import type { Part } from "./members_api";
import { lastDayOf } from "./state";

/** A membership in one line: role, cameras and end. */
export function useDescribePart(site: Site): (part: Part) => string {
  const { formats } = useApp();
  return ({ role, cameras, expires_at }) => {
    const lastDay = lastDayOf(expires_at, site.zone);
    return [
      texts.sites.roles[role],
      ...(cameras === null ? [] : [cameras.map(formatName).join(", ")]),
      ...(lastDay === "" ? [] : [texts.members.until(formats.date(lastDay))]),
    ].join(" · ");
  };
}
