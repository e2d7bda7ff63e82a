import { lazy, type ReactNode, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { useApp } from "./app_context";
import { ClipDialog } from "./clips/dialog";
import { ClipList } from "./clips/list";
import { useLastList } from "./offline/use_last_list";
import { type FoundPage, findPage, PAGES } from "./pages";
import { formatRoute, NO_FILTER, type Route, useRoute } from "./route";
import { SignedOut } from "./session/signed_out";
import type { SessionState } from "./session/state";
import { texts } from "./texts";
import { Notice } from "./ui/notice";
import { PageFailed } from "./ui/page_failed";
import { PageSkeleton } from "./ui/page_skeleton";
import { Shell } from "./ui/shell";
import { useTitle } from "./ui/use_title";

const LastListView = lazy(() => import("./offline/last_list_view"));

export function Pages() {
  const { session } = useApp();
  const state = useSyncExternalStore(session.subscribe, session.state);
  const route = useRoute();
  useArrival(route);
  const who = state.kind === "signedIn" ? state.who : null;
  return (
    <Shell who={who}>
      {route.page === "elsewhere" ? (
        <Elsewhere route={route} state={state} />
      ) : (
        <Clips route={route} state={state} who={who} />
      )}
    </Shell>
  );
}

interface ClipsProps {
  route: Exclude<Route, { page: "elsewhere" }>;
  state: SessionState;
  who: string | null;
}

function Clips({ route, state, who }: ClipsProps) {
  const last = useLastList(who);
  if (last !== null) {
    return (
      <Lazy>
        <LastListView list={last} />
      </Lazy>
    );
  }
  if (state.kind === "signedOut") return <SignedOut state={state} />;
  if (route.page === "unknown") return <Unknown />;
  return (
    <>
      {route.page === "clips" && <ClipsTitle />}
      <ClipList filter={route.filter} />
      <ClipDialog route={route} />
    </>
  );
}

interface ElsewhereProps {
  route: Extract<Route, { page: "elsewhere" }>;
  state: SessionState;
}

function Elsewhere({ route, state }: ElsewhereProps) {
  const found: FoundPage | null = findPage(PAGES, route.segments);
  if (state.kind === "signedOut" && found?.page.open !== true) return <SignedOut state={state} />;
  if (found === null) return <Unknown />;
  const { page, params } = found;
  return (
    <Lazy key={route.segments.join("/")}>
      <page.view params={params} query={new URLSearchParams(route.query)} />
    </Lazy>
  );
}

function Lazy({ children }: { children: ReactNode }) {
  return (
    <PageFailed>
      <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
    </PageFailed>
  );
}

/** A page that is new begins at its top, and the keyboard with it. */
function useArrival(route: Route): void {
  // A clip lies over the list, which stays where it was.
  const place = route.page === "elsewhere" ? route.segments.join("/") : "clips";
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
  useEffect(() => window.scrollTo(0, 0), []);
  return (
    <Notice whole title={texts.app.notFound} detail="">
      <a href={formatRoute({ page: "clips", filter: NO_FILTER })}>{texts.app.toClips}</a>
    </Notice>
  );
}
