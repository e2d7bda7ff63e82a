import { Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { useApp } from "./app_context";
import { ClipDialog } from "./clips/dialog";
import { ClipList } from "./clips/list";
import { type FoundPage, findPage, PAGES } from "./pages";
import { formatRoute, NO_FILTER, type Route, useRoute } from "./route";
import { SignedOut } from "./session/signed_out";
import { texts } from "./texts";
import { Notice } from "./ui/notice";
import { PageFailed } from "./ui/page_failed";
import { PageSkeleton } from "./ui/page_skeleton";
import { Shell } from "./ui/shell";
import { useTitle } from "./ui/use_title";

export function Pages() {
  const { session } = useApp();
  const state = useSyncExternalStore(session.subscribe, session.state);
  const route = useRoute();
  const found = route.page === "elsewhere" ? findPage(PAGES, route.segments) : null;
  useArrival(route);
  if (state.kind === "signedOut") {
    const open = found?.page.open === true && route.page === "elsewhere";
    return (
      <Shell who={null}>
        {open ? <Lazy found={found} query={route.query} /> : <SignedOut state={state} />}
      </Shell>
    );
  }
  return (
    <Shell who={state.who}>
      <SignedIn route={route} found={found} />
    </Shell>
  );
}

function SignedIn({ route, found }: { route: Route; found: FoundPage | null }) {
  if (route.page === "unknown") return <Unknown />;
  if (route.page === "elsewhere") {
    return found === null ? <Unknown /> : <Lazy found={found} query={route.query} />;
  }
  return (
    <>
      {route.page === "clips" && <ClipsTitle />}
      <ClipList filter={route.filter} />
      <ClipDialog route={route} />
    </>
  );
}

function Lazy({ found: { page, params }, query }: { found: FoundPage; query: string }) {
  const words = new URLSearchParams(query);
  return (
    <PageFailed key={[page.path, ...Object.values(params)].join("/")}>
      <Suspense fallback={<PageSkeleton />}>
        <page.view params={params} query={words} />
      </Suspense>
    </PageFailed>
  );
}

/** A page that is new begins at its top, and the keyboard with it. */
function useArrival(route: Route): void {
  // A clip lies over the list, which stays where it was.
  const place = route.page === "elsewhere" ? route.segments.join("/") : route.page.slice(0, 4);
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    window.scrollTo(0, 0);
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [place]);
}

function ClipsTitle() {
  useTitle(texts.clips.pageTitle);
  return null;
}

function Unknown() {
  useTitle(texts.app.notFound);
  return (
    <Notice title={texts.app.notFound} detail="">
      <a href={formatRoute({ page: "clips", filter: NO_FILTER })}>{texts.app.toClips}</a>
    </Notice>
  );
}
