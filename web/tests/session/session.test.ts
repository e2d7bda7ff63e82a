import { afterEach, expect, test, vi } from "vitest";
import { type Session, SessionEnded } from "../../src/session/session";
import { isSignInAnswer, readReturnRoute } from "../../src/session/state";
import { type Answer, serve, type TestServer } from "../servers";
import { makeSession } from "./signed_in";

let server: TestServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
  vi.unstubAllGlobals();
});

async function serveTokens(answer: () => Answer): Promise<TestServer> {
  server = await serve(answer);
  return server;
}

const FRESH: Answer = {
  status: 200,
  body: { access_token: "fresh", token_type: "Bearer", expires_in: 3600 },
};

test("a token that lasts is used as it is", async () => {
  const tokens = await serveTokens(() => FRESH);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 600, refresh: "r1" });
  expect(await session.accessToken()).toBe("old");
  expect(tokens.asked).toEqual([]);
});

test("a token near its end is renewed first, once for all who wait", async () => {
  const tokens = await serveTokens(() => FRESH);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 30, refresh: "r1" });
  const got = await Promise.all([session.accessToken(), session.accessToken()]);
  expect(got).toEqual(["fresh", "fresh"]);
  expect(tokens.asked).toHaveLength(1);
  const asked = new URLSearchParams(tokens.asked[0]?.body);
  expect(tokens.asked[0]?.path).toBe("/oauth2/token");
  expect(asked.get("grant_type")).toBe("refresh_token");
  expect(asked.get("refresh_token")).toBe("r1");
  expect(asked.get("client_id")).toBe("c1");
});

test("the refresh token serves again when the service gives no other", async () => {
  const tokens = await serveTokens(() => FRESH);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 30, refresh: "r1" });
  await session.accessToken();
  await session.renew("fresh");
  expect(tokens.asked.map(({ body }) => new URLSearchParams(body).get("refresh_token"))).toEqual([
    "r1",
    "r1",
  ]);
});

test("a refused refresh token ends the session and says so", async () => {
  const tokens = await serveTokens(() => ({ status: 400, body: { error: "invalid_grant" } }));
  const session = await makeSession(tokens.url, { access: "old", endsInS: 30, refresh: "r1" });
  let told = 0;
  session.subscribe(() => told++);
  await expect(session.accessToken()).rejects.toThrow(SessionEnded);
  expect(session.state()).toEqual({ kind: "signedOut", ended: "expired", detail: null });
  expect(told).toBe(1);
  await expect(session.accessToken()).rejects.toThrow(SessionEnded);
});

test.each([
  ["is broken", { status: 502, body: {} }],
  ["is away", null],
])("a token service that %s keeps the session for another try", async (_, answer) => {
  const tokens = await serveTokens(() => answer ?? FRESH);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 30, refresh: "r1" });
  if (answer === null) await tokens.close();
  await expect(session.accessToken()).rejects.toThrow(TypeError);
  await expect(session.accessToken()).rejects.not.toThrow(SessionEnded);
});

test("a session without refresh token ends with its token", async () => {
  const tokens = await serveTokens(() => FRESH);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 30 });
  await expect(session.accessToken()).rejects.toThrow(SessionEnded);
  expect(tokens.asked).toEqual([]);
});

test("who signs out leaves more behind than whose session ends", async () => {
  const assign = vi.fn();
  vi.stubGlobal("window", { location: { assign } });
  const forgotten: boolean[] = [];
  const forget = async (left: boolean) => void forgotten.push(left);
  const ended = await makeSession("https://login", { access: "a", endsInS: -1 }, forget);
  await expect(ended.accessToken()).rejects.toThrow(SessionEnded);
  const left = await makeSession("https://login", { access: "a", endsInS: 600 }, forget);
  await left.signOut();
  expect(forgotten).toEqual([false, true]);
  expect(assign).toHaveBeenCalledOnce();
});

test.each([
  ["signs out", (session: Session) => session.signOut()],
  ["is refused", (session: Session) => session.renew("a").catch(() => undefined)],
])("nobody is signed in any more when what was kept of who %s is forgotten", async (_, leave) => {
  const tokens = await serveTokens(() => ({ status: 400, body: { error: "invalid_grant" } }));
  visit("");
  const found: string[] = [];
  const token = { access: "a", endsInS: 600, refresh: "r1" };
  const session: Session = await makeSession(
    tokens.url,
    token,
    async () => void found.push(session.state().kind),
  );
  await session.start();
  expect(session.state().kind).toBe("signedIn");
  await leave(session);
  expect(found).toEqual(["signedOut"]);
});

/** The address bar after somebody followed a link. */
function visit(search: string): string[] {
  const shown: string[] = [];
  vi.stubGlobal("window", {
    location: {
      assign: vi.fn(),
      search,
      href: `https://app.example/${search}`,
      origin: "https://app.example",
    },
    history: { replaceState: (_: unknown, __: string, route: string) => shown.push(route) },
  });
  return shown;
}

test("a link with somebody else's answer does not pretend that the session ended", async () => {
  const shown = visit("?code=c&state=s");
  const session = await makeSession("https://login", { access: "a", endsInS: 600, refresh: "r1" });
  await session.start();
  expect(session.state()).toEqual({ kind: "signedIn", who: "u1" });
  expect(shown).toEqual(["/#/clips"]);
});

test("without a session, an answer that does not belong to this tab is told", async () => {
  visit("?code=c&state=s");
  const session = await makeSession("https://login", { access: "a", endsInS: -1 });
  await session.start();
  expect(session.state()).toEqual({ kind: "signedOut", ended: "stale", detail: null });
});

test("only OAuth's answer is taken for one", () => {
  expect(isSignInAnswer("?code=c&state=s")).toBe(true);
  expect(isSignInAnswer("?error=access_denied&state=s")).toBe(true);
  expect(isSignInAnswer("?code=c")).toBe(false);
  expect(isSignInAnswer("")).toBe(false);
});

test("nothing but a route of the app is returned to", () => {
  expect(readReturnRoute("#/clips?kind=still")).toBe("#/clips?kind=still");
  for (const bad of ["https://elsewhere.example/", "", "//elsewhere.example", null, { a: 1 }]) {
    expect(readReturnRoute(bad)).toBe("#/clips");
  }
});
