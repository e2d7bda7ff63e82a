import { type ReactNode, useMemo } from "react";
import { AppContext, useApp } from "../app_context";
import { useSites } from "./queries";
import { zoneOf } from "./use_places";
import { readerZone } from "./zone";

/** Everything inside tells time as the site's own clocks do. */
export function InSiteZone({ site, children }: { site: string | undefined; children: ReactNode }) {
  const app = useApp();
  const zone = useSiteZone(site);
  const value = useMemo(
    () => (zone === readerZone() ? app : { ...app, formats: app.formats.inZone(zone) }),
    [app, zone],
  );
  return <AppContext value={value}>{children}</AppContext>;
}

/** The reader's own until the site is known. */
export function useSiteZone(id: string | undefined): string {
  const site = useSites().data?.find((known) => known.id === id);
  return site === undefined ? readerZone() : zoneOf(site);
}

/** CET; what a site's clocks go by, for readers whose own go by something else. */
export function nameForeignZone(zone: string, instant: string, locale: string): string | null {
  if (zone === readerZone()) return null;
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" });
  const name = parts.formatToParts(new Date(instant)).find(({ type }) => type === "timeZoneName");
  return name?.value ?? zone;
}
