import { createContext, useContext } from "react";
import type { ClipsApi } from "./clips/api";
import type { Formats } from "./clips/format";
import type { Session } from "./session/session";

/** What main.tsx composed once. */
export interface App {
  session: Session;
  api: ClipsApi;
  formats: Formats;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("useApp outside of AppContext");
  return app;
}
