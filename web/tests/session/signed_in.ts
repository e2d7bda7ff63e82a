import { InMemoryWebStorage, User } from "oidc-client-ts";
import { makeSignOut, makeUserManager } from "../../src/session/oidc";
import { Session } from "../../src/session/session";

/** A session of the real client library, with the given token in its store. */
export async function makeSession(
  loginUrl: string,
  token: { access: string; endsInS: number; refresh?: string },
  forget: (left: boolean) => Promise<void> = async () => undefined,
): Promise<Session> {
  const config = {
    authority: "https://issuer.example",
    clientId: "c1",
    loginUrl,
    apiUrl: "",
    updatesUrl: null,
  };
  const manager = makeUserManager(config, "https://app.example", new InMemoryWebStorage());
  await manager.storeUser(
    new User({
      access_token: token.access,
      token_type: "Bearer",
      profile: { iss: "https://issuer.example", aud: "c1", sub: "u1", exp: 0, iat: 0 },
      expires_at: Math.floor(Date.now() / 1000) + token.endsInS,
      ...(token.refresh === undefined ? {} : { refresh_token: token.refresh }),
    }),
  );
  return new Session(manager, makeSignOut(config, "https://app.example"), forget);
}
