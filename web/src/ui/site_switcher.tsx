import { NativeSelect } from "@mantine/core";
import { useSites } from "../clips/queries";
import { enter, replace, useRoute } from "../route";
import { switchSite } from "../sites/switch";
import { texts } from "../texts";
import classes from "./shell.module.css";

/** For people with several sites: what they look at, of all of them or of one. */
export function SiteSwitcher() {
  const sites = useSites().data ?? [];
  const route = useRoute();
  const switched = switchSite(route);
  if (sites.length < 2 || switched === null) return null;
  return (
    <NativeSelect
      className={classes.switcher}
      aria-label={texts.sites.switcher}
      value={switched.site ?? ""}
      onChange={({ currentTarget: { value } }) => {
        // Another filter of the same list is no step back; another site's page is.
        (route.page === "elsewhere" ? enter : replace)(switched.to(value === "" ? null : value));
        window.scrollTo(0, 0);
      }}
    >
      {switched.all && <option value="">{texts.sites.all}</option>}
      {sites.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
