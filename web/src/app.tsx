import { useEffect, useSyncExternalStore } from "react";
import { useApp } from "./app_context";
import { ClipDialog } from "./clips/dialog";
import { ClipList } from "./clips/list";
import { formatRoute, NO_FILTER, useRoute } from "./route";
import { SignedOut } from "./session/signed_out";
import { texts } from "./texts";
import { Notice } from "./ui/notice";
import { Shell } from "./ui/shell";
import { useTitle } from "./ui/use_title";

export function Pages() {
  const { session } = useApp();
  const state = useSyncExternalStore(session.subscribe, session.state);
  if (state.kind === "signedOut") {
    return (
      <Shell who={null}>
        <SignedOut state={state} />
      </Shell>
    );
  }
  return (
    <Shell who={state.who}>
      <SignedIn />
    </Shell>
  );
}

function SignedIn() {
  const route = useRoute();
  if (route.page === "unknown") return <Unknown />;
  return (
    <>
      {route.page === "clips" && <ClipsTitle />}
      <ClipList filter={route.filter} />
      <ClipDialog route={route} />
    </>
  );
}

function ClipsTitle() {
  useTitle(texts.clips.pageTitle);
  return null;
}

function Unknown() {
  useTitle(texts.app.notFound);
  useEffect(() => window.scrollTo(0, 0), []);
  return (
    <Notice title={texts.app.notFound} detail="">
      <a href={formatRoute({ page: "clips", filter: NO_FILTER })}>{texts.app.toClips}</a>
    </Notice>
  );
}
