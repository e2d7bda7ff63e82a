import type { ReactNode } from "react";
import { findPage, PAGES } from "../pages";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import { PageFrame } from "../ui/page";
import { PageSkeleton } from "../ui/page_skeleton";
import type { Site } from "./api";
import { useSite } from "./queries";
import classes from "./sites.module.css";
import { mayGovern } from "./state";

interface SiteFrameProps {
  site: string;
  /** Which of the site's pages this is. */
  tab: "settings" | "members" | "log";
  children: (site: Site) => ReactNode;
}

/** What the pages of one site have in common: its name and the way between them. */
export function SiteFrame({ site: id, tab, children }: SiteFrameProps) {
  const site = useSite(id);
  if (site.data === undefined) {
    if (site.error === null) return <PageSkeleton />;
    return (
      <PageFrame title={texts.sites.pageTitle}>
        <ProblemNotice
          title={texts.sites.failed}
          error={site.error}
          onRetry={() => void site.refetch()}
        />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={site.data.name}>
      <SiteTabs site={site.data} tab={tab} />
      {children(site.data)}
    </PageFrame>
  );
}

function SiteTabs({ site, tab }: { site: Site; tab: SiteFrameProps["tab"] }) {
  const root = `#/sites/${site.id}`;
  const tabs = [
    { name: "settings", href: root, label: texts.sites.settings },
    ...(mayGovern(site.role)
      ? [
          { name: "members", href: `${root}/members`, label: texts.sites.members },
          { name: "log", href: `${root}/log`, label: texts.sites.log },
          { name: "deleted", href: "#/deleted", label: texts.keeping.pageTitle },
        ]
      : []),
  ].filter(({ href }) => findPage(PAGES, href.slice(2).split("/")) !== null);
  return (
    <nav className={classes.tabs} aria-label={site.name}>
      <a className={classes.tab} href={`#/clips?site=${site.id}`}>
        {texts.sites.clips}
      </a>
      {tabs.map(({ name, href, label }) => (
        <a
          key={name}
          className={classes.tab}
          href={href}
          aria-current={name === tab ? "page" : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
