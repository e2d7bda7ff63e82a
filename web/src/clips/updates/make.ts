import type { Session } from "../../session/session";
import { Updates } from "./connection";
import { thisPage } from "./gathering";
import { joinLinks } from "./joint";

/** `url` is the broker's; what speaks its language is fetched with the first connection. */
export function makeUpdates(url: string, session: Session): Updates {
  const open = joinLinks(async (place, listener) => {
    const [{ openLink }, token] = await Promise.all([import("./broker"), session.accessToken()]);
    return openLink(url, { person: await session.person(), token }, place, listener);
  });
  const updates = new Updates(open, thisPage);
  session.subscribe(() => {
    if (session.state().kind === "signedOut") updates.close();
  });
  return updates;
}
