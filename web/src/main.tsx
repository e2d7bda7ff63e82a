import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, useMemo, useSyncExternalStore } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Pages } from "./app";
import { type App, AppContext } from "./app_context";
import { makeClipsApi } from "./clips/api";
import { makeFormats } from "./clips/format";
import { makeUpdates } from "./clips/updates/make";
import { fetchConfig } from "./config";
import { makeClient } from "./http";
import { leaveBehind, renew } from "./notifications/this_browser";
import { install } from "./offline/installed";
import { keepNewest } from "./offline/keep_newest";
import { LastListKeeper } from "./offline/last_list";
import { makeSignOut, makeUserManager } from "./session/oidc";
import { Session } from "./session/session";
import { spokenLanguage, subscribeLanguage } from "./texts";
import { chosenDates, speakChosen, subscribeDates } from "./texts/chosen";
import { pickLocale } from "./texts/language";
import { StartupFailed } from "./ui/startup_failed";
import { theme } from "./ui/theme";
import "./ui/theme.css";
import { makeQueryClient } from "./ui/query_client";

async function compose(queries: QueryClient): Promise<Omit<App, "formats">> {
  const [config] = await Promise.all([fetchConfig(), speakChosen()]);
  const { origin } = window.location;
  const lastList =
    "caches" in window ? new LastListKeeper(window.caches, (url) => fetch(url)) : null;
  const session = new Session(
    makeUserManager(config, origin, window.sessionStorage),
    makeSignOut(config, origin),
    async (left) => {
      if (left) await leaveBehind().catch(() => undefined);
      await lastList?.forget();
    },
  );
  // What one person saw must not greet the next.
  session.subscribe(() => queries.clear());
  await session.start();
  const client = makeClient(config.apiUrl, session);
  if (lastList !== null) keepNewest(client, session, lastList);
  // Without it pushes go on until the browser's maker changes the address.
  if (session.state().kind === "signedIn") renew(client).catch(() => undefined);
  const updates = config.updatesUrl === null ? null : makeUpdates(config.updatesUrl, session);
  return { session, client, api: makeClipsApi(client), updates, lastList };
}

/** Another language is another page: nothing keeps words of the one before. */
function Spoken({ app }: { app: Omit<App, "formats"> }) {
  const language = useSyncExternalStore(subscribeLanguage, spokenLanguage);
  const dates = useSyncExternalStore(subscribeDates, chosenDates);
  const value = useMemo(
    () => ({
      ...app,
      formats: makeFormats(
        pickLocale(language, navigator.languages, dates),
        undefined,
        dates === "iso",
      ),
    }),
    [app, dates, language],
  );
  return (
    <AppContext key={language} value={value}>
      <Pages />
    </AppContext>
  );
}

async function start(root: Root): Promise<void> {
  const client = makeQueryClient();
  const app = await compose(client).catch((error: unknown) => String(error));
  root.render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {typeof app === "string" ? (
          <StartupFailed reason={app} onRetry={() => window.location.reload()} />
        ) : (
          <QueryClientProvider client={client}>
            <Spoken app={app} />
          </QueryClientProvider>
        )}
      </MantineProvider>
    </StrictMode>,
  );
}

const place = document.getElementById("root");
if (place !== null) void start(createRoot(place));
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it everything works but what is offered offline.
  install(navigator.serviceWorker).catch(() => undefined);
}
