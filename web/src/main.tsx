import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Pages } from "./app";
import { type App, AppContext } from "./app_context";
import { makeClipsApi } from "./clips/api";
import { makeFormats, pickLocale } from "./clips/format";
import { fetchConfig } from "./config";
import { makeSignOut, makeUserManager } from "./session/oidc";
import { Session } from "./session/session";
import { StartupFailed } from "./ui/startup_failed";
import { theme } from "./ui/theme";
import "./ui/theme.css";
import { makeQueryClient } from "./ui/query_client";

async function compose(client: QueryClient): Promise<App> {
  const config = await fetchConfig();
  const { origin } = window.location;
  const session = new Session(
    makeUserManager(config, origin, window.sessionStorage),
    makeSignOut(config, origin),
  );
  // What one person saw must not greet the next.
  session.subscribe(() => client.clear());
  await session.start();
  return {
    session,
    api: makeClipsApi(config.apiUrl, session),
    formats: makeFormats(pickLocale(navigator.languages)),
  };
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
            <AppContext value={app}>
              <Pages />
            </AppContext>
          </QueryClientProvider>
        )}
      </MantineProvider>
    </StrictMode>,
  );
}

const place = document.getElementById("root");
if (place !== null) void start(createRoot(place));
