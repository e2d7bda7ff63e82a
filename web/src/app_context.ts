import { createContext, useContext } from "react";
import type { ClipsApi } from "./clips/api";
import type { Formats } from "./clips/format";
import type { Updates } from "./clips/updates/connection";
import type { ApiClient } from "./http";
import type { LastListKeeper } from "./offline/last_list";
import type { Session } from "./session/session";

/** What main.tsx composed; only `formats` ever changes, with the language. */
export interface App {
  session: Session;
  /** What every capability asks the API with. */
  client: ApiClient;
  api: ClipsApi;
  formats: Formats;
  /** null in a cloud that tells open lists nothing. */
  updates: Updates | null;
  /** null where the browser keeps nothing for a page. */
  lastList: LastListKeeper | null;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("useApp outside of AppContext");
  return app;
}
