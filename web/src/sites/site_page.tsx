import type { PageProps } from "../pages";
import { Groups } from "./groups";
import { Leave } from "./leave";
import { SiteSettings } from "./settings";
import { SiteFrame } from "./site_frame";

/** A site's name and clock. */
export default function SitePage({ params }: PageProps) {
  return (
    <SiteFrame site={params["site"] ?? ""} tab="settings">
      {(site) => (
        <>
          <SiteSettings site={site} />
          <Groups site={site} />
          <Leave site={site} />
        </>
      )}
    </SiteFrame>
  );
}
