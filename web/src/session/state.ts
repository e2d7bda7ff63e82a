/** Why a person has to sign in (again). */
export type Ended = "expired" | "refused" | "stale" | "unreachable";

export type SessionState =
  | { kind: "signedOut"; ended: Ended | null; detail: string | null }
  | { kind: "signedIn"; who: string };

/** OAuth's answer in the address bar after the managed login sent the browser back. */
export function isSignInAnswer(search: string): boolean {
  const words = new URLSearchParams(search);
  return words.has("state") && (words.has("code") || words.has("error"));
}

/** Only a route of this app may be returned to. */
export function readReturnRoute(state: unknown): string {
  return typeof state === "string" && state.startsWith("#/") ? state : "#/clips";
}
