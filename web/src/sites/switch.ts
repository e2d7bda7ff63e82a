import { formatRoute, type Route } from "../route";

/** How the page of now looks at sites. */
export interface Switched {
  /** null is all of them. */
  site: string | null;
  /** Whether it can show all of them at once. */
  all: boolean;
  /** The same page of another site. */
  to: (site: string | null) => string;
}

/** null for a page that has nothing to do with one site. */
export function switchSite(route: Route): Switched | null {
  if (route.page === "clips" || route.page === "clip") {
    // Cameras and groups are of one site; a clip is, too.
    const to = (site: string | null) =>
      formatRoute({ page: "clips", filter: { ...route.filter, site, cameras: [], group: null } });
    return { site: route.filter.site, all: true, to };
  }
  if (route.page === "unknown") return null;
  const [place, site, ...rest] = route.segments;
  if (place !== "sites" || site === undefined) return null;
  const to = (other: string | null) => ["#", "sites", other ?? site, ...rest].join("/");
  return { site, all: false, to };
}
