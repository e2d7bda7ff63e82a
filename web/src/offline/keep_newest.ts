import type { ClipPage } from "../clips/api";
import type { ApiClient } from "../http";
import type { Session } from "../session/session";
import { asksForNewest, type LastListKeeper } from "./last_list";

/** Keeps every answer with the newest clips of all cameras, whichever part of the app asked. */
export function keepNewest(client: ApiClient, session: Session, keeper: LastListKeeper): void {
  client.use({
    onResponse: async ({ request, response }) => {
      if (!response.ok || !asksForNewest(request.url)) return;
      const page = (await response.clone().json()) as ClipPage;
      // Asked last: the reader may have signed out while the answer was on its way.
      const state = session.state();
      if (state.kind !== "signedIn") return;
      // A device that is full keeps nothing; the list on the page is as good as ever.
      keeper.keep(state.who, page, new Date()).catch(() => undefined);
    },
  });
}
