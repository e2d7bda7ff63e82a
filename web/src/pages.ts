import { type ComponentType, lazy } from "react";

/** What a page is opened with. */
export interface PageProps {
  /** The `:words` of its path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

type PageModule = { default: ComponentType<PageProps> };

export interface PageEntry {
  /** Behind `#/`; a segment that begins with a colon stands for any word. */
  path: string;
  view: ComponentType<PageProps>;
  /** Shown to people who are not signed in, too. */
  open: boolean;
}

function page(path: string, load: () => Promise<PageModule>, open = false): PageEntry {
  return { path, view: lazy(load), open };
}

/** Every page but the clips; each is fetched when it is first opened. Another page is another line. */
export const PAGES: readonly PageEntry[] = [
  page("statistics", () => import("./statistics/page")),
  page("exports", () => import("./sharing/exports_page")),
  page("shared/:secret", () => import("./sharing/shared_page"), true),
  page("sites/:site/log", () => import("./sharing/log_page")),
  page("sites", () => import("./sites/list_page")),
  page("sites/:site", () => import("./sites/site_page")),
  page("sites/:site/members", () => import("./sites/members_page")),
  page("me", () => import("./me/page")),
  page("deleted", () => import("./clips/keeping/page")),
];

export interface FoundPage {
  page: PageEntry;
  params: Record<string, string>;
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | null {
  const words = pattern.split("/");
  if (words.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [at, word] of words.entries()) {
    const segment = segments[at] ?? "";
    if (word.startsWith(":")) params[word.slice(1)] = segment;
    else if (word !== segment) return null;
  }
  return params;
}

/** The first page whose path fits; null when there is none. */
export function findPage(
  pages: readonly PageEntry[],
  segments: readonly string[],
): FoundPage | null {
  for (const page of pages) {
    const params = matchPath(page.path, segments);
    if (params !== null) return { page, params };
  }
  return null;
}
