import type { ReactNode } from "react";
import { findPage, PAGES } from "../pages";
import { useRoute } from "../route";
import { texts } from "../texts";
import { ChartIcon, ClipsIcon, ExportIcon, PersonIcon, SiteIcon } from "./icons";
import classes from "./navigation.module.css";

interface Place {
  name: keyof typeof texts.app.places;
  icon: ReactNode;
}

const PLACES: readonly Place[] = [
  { name: "clips", icon: <ClipsIcon /> },
  { name: "exports", icon: <ExportIcon /> },
  { name: "statistics", icon: <ChartIcon /> },
  { name: "sites", icon: <SiteIcon /> },
  { name: "me", icon: <PersonIcon /> },
];

function exists({ name }: Place): boolean {
  return name === "clips" || findPage(PAGES, [name]) !== null;
}

/** In the header where there is room for it, else at the lower edge, under the thumb. */
export function Navigation() {
  const route = useRoute();
  const here = route.page === "elsewhere" ? route.segments[0] : "clips";
  return (
    <nav className={classes.navigation} aria-label={texts.app.navigation}>
      {PLACES.filter(exists).map(({ name, icon }) => (
        <a
          key={name}
          className={classes.place}
          href={`#/${name}`}
          aria-current={name === here ? "page" : undefined}
        >
          {icon}
          <span>{texts.app.places[name]}</span>
        </a>
      ))}
    </nav>
  );
}
