import { useMemo } from "react";
import { useApp } from "../app_context";
import type { Camera, Site } from "./api";
import type { Filter } from "./filter";
import type { Formats } from "./format";
import { useCameras, useSites } from "./queries";
import { isZone, readerZone } from "./zone";

/** The sites of a list and how time is told there. */
export interface Places {
  sites: readonly Site[];
  cameras: readonly Camera[];
  /** Ids of the sites that the filter leaves. */
  shown: readonly string[];
  /** Those sites. */
  shownSites: readonly Site[];
  /** Of the sites that are shown, when they agree; else the reader's own. */
  zone: string;
  /** The site whose time is told; null when sites differ or are not known. */
  site: Site | null;
  formats: Formats;
  /** How a site tells time, when that is not how the list does. */
  ownFormats: (site: string) => Formats | null;
}

/** The site's time zone; the reader's own while the site has not said one. */
export function zoneOf(site: Site): string {
  // A zone that this browser has never heard of.
  return isZone(site.zone) ? site.zone : readerZone();
}

/** The sites that a filter leaves. */
function chooseSites(sites: readonly Site[], filter: Filter): readonly Site[] {
  const named = new Set(filter.cameras.map((camera) => camera.split("_", 1)[0]));
  return sites.filter(({ id }) =>
    filter.site === null ? named.size === 0 || named.has(id) : id === filter.site,
  );
}

export function usePlaces(filter: Filter): Places {
  const { formats } = useApp();
  const sites = useSites().data;
  const cameras = useCameras().data;
  return useMemo(() => {
    const shown = chooseSites(sites ?? [], filter);
    const zones = new Set(shown.map(zoneOf));
    const [only] = zones.size === 1 ? zones : [];
    const zone = only ?? readerZone();
    const others = new Map(
      shown.filter((site) => zoneOf(site) !== zone).map((site) => [site.id, zoneOf(site)]),
    );
    return {
      sites: sites ?? [],
      cameras: cameras ?? [],
      shown: shown.map(({ id }) => id),
      shownSites: shown,
      zone,
      site: only === undefined ? null : (shown[0] ?? null),
      formats: formats.inZone(zone),
      ownFormats: (site) => {
        const other = others.get(site);
        return other === undefined ? null : formats.inZone(other);
      },
    };
  }, [sites, cameras, filter, formats]);
}
