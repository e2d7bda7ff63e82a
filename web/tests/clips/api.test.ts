import { afterEach, expect, test } from "vitest";
import { makeClipsApi } from "../../src/clips/api";
import { makeClient } from "../../src/http";
import { SessionEnded } from "../../src/session/session";
import { type Answer, type Asked, serve, type TestServer } from "../servers";
import { makeSession } from "../session/signed_in";

const opened: TestServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function start(answer: (asked: Asked) => Answer) {
  const api = await serve(answer);
  const tokens = await serve(() => ({
    status: 200,
    body: { access_token: "fresh", token_type: "Bearer", expires_in: 3600 },
  }));
  opened.push(api, tokens);
  const session = await makeSession(tokens.url, { access: "old", endsInS: 600, refresh: "r1" });
  return { api, session, clips: makeClipsApi(makeClient(api.url, session)) };
}

const signal = new AbortController().signal;
const EMPTY = { status: 200, body: { items: [], cursor: null } };

function problem(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  const body = { type: "about:blank", title: "No", status, detail, code: "x", request_id: "req-1" };
  return { status, body, headers: { "content-type": "application/problem+json", ...headers } };
}

test("a list is asked for with its filter, its cursor and the token", async () => {
  const { api, clips } = await start(() => EMPTY);
  await clips.clips({ camera: "home_porch", kind: "still", cursor: "a+b/=" }, signal);
  const url = new URL(api.asked[0]?.path ?? "", api.url);
  expect(url.pathname).toBe("/v1/clips");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    camera: "home_porch",
    kind: "still",
    cursor: "a+b/=",
  });
  expect(api.asked[0]?.authorization).toBe("Bearer old");
});

test("a refused token is renewed and the request made again", async () => {
  const { api, clips } = await start(({ authorization }) =>
    authorization === "Bearer fresh" ? EMPTY : { status: 401, body: { message: "Unauthorized" } },
  );
  expect((await clips.clips({}, signal)).items).toEqual([]);
  expect(api.asked.map((asked) => asked.authorization)).toEqual(["Bearer old", "Bearer fresh"]);
});

test("a token refused even when fresh ends the session", async () => {
  const { api, session, clips } = await start(() => ({ status: 401 }));
  await expect(clips.clips({}, signal)).rejects.toThrow(SessionEnded);
  expect(session.state()).toMatchObject({ kind: "signedOut", ended: "expired" });
  expect(api.asked).toHaveLength(2);
});

test("all pages of cameras are read", async () => {
  const camera = (name: string) => ({ id: `home_${name}`, site: "home", name });
  const { clips } = await start(({ path }) =>
    path.includes("cursor=next")
      ? { status: 200, body: { items: [camera("yard")], cursor: null } }
      : { status: 200, body: { items: [camera("porch")], cursor: "next" } },
  );
  expect((await clips.cameras(signal)).map(({ name }) => name)).toEqual(["porch", "yard"]);
});

test("what the API says is wrong reaches the reader", async () => {
  const { clips } = await start(() => problem(404, "There is no such clip."));
  await expect(clips.clip("01KAJ5X9QJ8Z3V6M2N4P7R0TSW", signal)).rejects.toMatchObject({
    kind: "refused",
    status: 404,
    message: "There is no such clip.",
    requestId: "req-1",
  });
});

test("a busy API says when to come back", async () => {
  const { clips } = await start(() => problem(503, "Busy.", { "retry-after": "7" }));
  await expect(clips.sites(signal)).rejects.toMatchObject({
    kind: "unavailable",
    retryAfterMs: 7000,
  });
});

test("an answer that is no problem body gets words of our own", async () => {
  const { clips } = await start(() => ({ status: 502, body: "<html>" }));
  await expect(clips.sites(signal)).rejects.toMatchObject({
    kind: "broken",
    message: "Something went wrong on our side.",
  });
});

test("an API that cannot be reached is told from one that refuses", async () => {
  const { api, clips } = await start(() => EMPTY);
  await api.close();
  await expect(clips.sites(signal)).rejects.toMatchObject({ kind: "unreachable", status: 0 });
});
