import type { User, UserManager } from "oidc-client-ts";
import { finishSignIn, isRefusal, type SignOut } from "./oidc";
import type { Ended, SessionState } from "./state";

/** A token this close to its end is renewed before use. */
const RENEW_BEFORE_S = 60;

/** No token can be had any more; the signed-out page is shown already. */
export class SessionEnded extends Error {}

/** Who is signed in, and the bearer token of their requests. */
export class Session {
  #manager: UserManager;
  #signOut: SignOut;
  #forget: (left: boolean) => Promise<void>;
  #state: SessionState = { kind: "signedOut", ended: null, detail: null };
  #listeners = new Set<() => void>();
  #renewal: Promise<User> | null = null;

  /**
   * `forget` drops what this device keeps of the person beside the tokens; `left` says that the
   * person signed out, and did not only stay away for long.
   */
  constructor(manager: UserManager, signOut: SignOut, forget: (left: boolean) => Promise<void>) {
    this.#manager = manager;
    this.#signOut = signOut;
    this.#forget = forget;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionState => this.#state;

  /** Takes up the tab's session, or the answer of the sign-in page. */
  async start(): Promise<void> {
    const result = await finishSignIn(this.#manager);
    const user = result.kind === "done" ? result.user : await this.#manager.getUser();
    // An answer that failed may come from anybody's link; it does not end what the tab has.
    if (user !== null && (user.refresh_token !== undefined || user.expired === false)) {
      this.#become({ kind: "signedIn", who: user.profile.email ?? user.profile.sub });
    } else if (result.kind === "failed") {
      this.#become({ kind: "signedOut", ended: result.ended, detail: result.detail });
    }
  }

  /** Leaves the page; returns only when the sign-in page cannot be opened. */
  async signIn(): Promise<void> {
    try {
      await this.#manager.signinRedirect({ state: window.location.hash });
    } catch {
      this.#become({ kind: "signedOut", ended: "unreachable", detail: null });
    }
  }

  /** Forgets the tokens here, then ends the session of the sign-in pages. */
  async signOut(): Promise<void> {
    const user = await this.#manager.getUser();
    await this.#manager.removeUser();
    // First: an answer that is still on its way must not be kept after what was kept is gone.
    this.#become({ kind: "signedOut", ended: null, detail: null });
    await this.#forget(true);
    if (user?.refresh_token !== undefined) this.#signOut.revoke(user.refresh_token);
    window.location.assign(this.#signOut.url);
  }

  /** Throws SessionEnded, or TypeError when the token service cannot be reached. */
  async accessToken(): Promise<string> {
    const user = await this.#manager.getUser();
    if (user === null) return this.#end("expired");
    if ((user.expires_in ?? 0) > RENEW_BEFORE_S) return user.access_token;
    return this.renew(user.access_token);
  }

  /** The token service's id of who is signed in; throws SessionEnded. */
  async person(): Promise<string> {
    const user = await this.#manager.getUser();
    return user === null ? this.#end("expired") : user.profile.sub;
  }

  /** A token other than `refused`; throws like accessToken. */
  async renew(refused: string): Promise<string> {
    const user = await this.#manager.getUser();
    if (user !== null && user.access_token !== refused) return user.access_token;
    if (user?.refresh_token === undefined) return this.#end("expired");
    try {
      this.#renewal ??= this.#renewOnce();
      return (await this.#renewal).access_token;
    } catch (error) {
      if (isRefusal(error)) return this.#end("expired");
      throw new TypeError("the token service did not answer", { cause: error });
    }
  }

  /** The API refuses a token that was just renewed. */
  async expire(): Promise<never> {
    return this.#end("expired");
  }

  async #renewOnce(): Promise<User> {
    try {
      const user = await this.#manager.signinSilent();
      if (user === null) throw new Error("the token service gave no token");
      return user;
    } finally {
      this.#renewal = null;
    }
  }

  async #end(ended: Ended): Promise<never> {
    await this.#manager.removeUser();
    this.#become({ kind: "signedOut", ended, detail: null });
    await this.#forget(false);
    throw new SessionEnded(ended);
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
