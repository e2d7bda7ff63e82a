import {
  ErrorResponse,
  ErrorTimeout,
  type User,
  UserManager,
  WebStorageStateStore,
} from "oidc-client-ts";
import type { Config } from "../config";
import { type Ended, isSignInAnswer, readReturnRoute } from "./state";

/** The endpoints are given, not discovered: the issuer's discovery host need not be reachable by the page. */
export function makeUserManager(config: Config, origin: string, store: Storage): UserManager {
  return new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${origin}/`,
    response_type: "code",
    scope: "openid email profile",
    metadata: {
      issuer: config.authority,
      authorization_endpoint: `${config.loginUrl}/oauth2/authorize`,
      token_endpoint: `${config.loginUrl}/oauth2/token`,
      jwks_uri: `${config.authority}/.well-known/jwks.json`,
    },
    // The tab's store: tokens live as long as the tab; renewal happens on demand, before a request that needs it.
    userStore: new WebStorageStateStore({ store }),
    stateStore: new WebStorageStateStore({ store }),
    automaticSilentRenew: false,
    loadUserInfo: false,
    requestTimeoutInSeconds: 15,
  });
}

/** What the managed login offers for leaving. */
export interface SignOut {
  /** Ends the session of the sign-in pages and comes back to the app. */
  url: string;
  /** The service forgets the refresh token, too. Nobody waits: it outlives the page. */
  revoke: (refreshToken: string) => void;
}

export function makeSignOut(config: Config, origin: string): SignOut {
  const words = new URLSearchParams({ client_id: config.clientId, logout_uri: `${origin}/` });
  return {
    url: `${config.loginUrl}/logout?${words}`,
    revoke: (refreshToken) => {
      const body = new URLSearchParams({ token: refreshToken, client_id: config.clientId });
      const request = { method: "POST", body, keepalive: true };
      // Signing out here must work even when the service does not answer.
      fetch(`${config.loginUrl}/oauth2/revoke`, request).catch(() => undefined);
    },
  };
}

/** Whether the service said no, as opposed to saying nothing or being broken. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ErrorResponse;
}

export type SignInResult =
  | { kind: "none" }
  | { kind: "done"; user: User }
  | { kind: "failed"; ended: Ended; detail: string | null };

/** Takes the code out of the address bar, whatever comes of it. */
export async function finishSignIn(manager: UserManager): Promise<SignInResult> {
  if (!isSignInAnswer(window.location.search)) return { kind: "none" };
  const answer = window.location.href;
  let route = "#/clips";
  try {
    const user = await manager.signinRedirectCallback(answer);
    route = readReturnRoute(user.state);
    return { kind: "done", user };
  } catch (error) {
    if (error instanceof ErrorResponse) {
      route = readReturnRoute(error.state);
      return { kind: "failed", ended: "refused", detail: error.error_description ?? error.error };
    }
    const silent = error instanceof ErrorTimeout || error instanceof TypeError;
    return { kind: "failed", ended: silent ? "unreachable" : "stale", detail: null };
  } finally {
    window.history.replaceState(null, "", `/${route}`);
  }
}
