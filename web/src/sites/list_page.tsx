import { Skeleton } from "@mantine/core";
import { useSites } from "../clips/queries";
import { texts } from "../texts";
import { SiteIcon } from "../ui/icons";
import { Notice, ProblemNotice } from "../ui/notice";
import { PageFrame } from "../ui/page";
import type { Site } from "./api";
import classes from "./sites.module.css";

/** Every site of the reader. */
export default function SitesPage() {
  const sites = useSites();
  return (
    <PageFrame title={texts.sites.pageTitle}>
      {sites.data !== undefined ? (
        <Sites sites={sites.data} />
      ) : sites.error !== null ? (
        <ProblemNotice
          title={texts.sites.failed}
          error={sites.error}
          onRetry={() => void sites.refetch()}
        />
      ) : (
        <Skeleton height={82} radius="md" />
      )}
    </PageFrame>
  );
}

function Sites({ sites }: { sites: readonly Site[] }) {
  if (sites.length === 0) {
    return <Notice icon={<SiteIcon />} title={texts.sites.none} detail={texts.sites.noneDetail} />;
  }
  return (
    <ul className={classes.list}>
      {sites.map((site) => (
        <li key={site.id}>
          <a className={classes.site} href={`#/sites/${site.id}`}>
            <span className={classes.name}>{site.name}</span>
            <span className={classes.role}>{texts.sites.roles[site.role]}</span>
            <span className={classes.facts}>
              {[
                site.zone,
                ...(site.cameras === null ? [] : [texts.sites.cameras(site.cameras.length)]),
              ].join(" · ")}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
