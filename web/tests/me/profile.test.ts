import { afterEach, expect, test } from "vitest";
import { makeClient } from "../../src/http";
import type { Profile } from "../../src/me/api";
import { saveChoices } from "../../src/me/profile";
import { type Asked, serve, type TestServer } from "../servers";
import { makeSession } from "../session/signed_in";

const signal = new AbortController().signal;
let server: TestServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

const KNOWN: Profile = {
  id: "p1",
  email: "ann@example.com",
  name: "Ann",
  language: "auto",
  theme: "auto",
  dates: "auto",
  notifications: { channel: "none", cameras: null, quiet_from: null, quiet_to: null, zone: null },
  version: 1,
};

/** An API whose profile another device has changed already. */
async function serveProfile(saved: Profile) {
  let profile = saved;
  server = await serve(({ method, body }: Asked) => {
    if (method === "GET") return { status: 200, body: profile };
    const wish = JSON.parse(body) as Profile;
    if (wish.version !== profile.version) return { status: 409, body: { code: "conflict" } };
    profile = { ...profile, ...wish, version: profile.version + 1 };
    return { status: 200, body: profile };
  });
  const session = await makeSession(server.url, { access: "a", endsInS: 600 });
  return makeClient(server.url, session);
}

test("a choice leaves what another device chose meanwhile as it is", async () => {
  const client = await serveProfile({ ...KNOWN, theme: "dark", version: 4 });
  const saved = await saveChoices(client, KNOWN, { language: "de" }, signal);
  expect(saved).toMatchObject({ language: "de", theme: "dark", version: 5 });
});

test("neither id nor address is sent: they are not choices", async () => {
  const client = await serveProfile(KNOWN);
  await saveChoices(client, KNOWN, { theme: "light" }, signal);
  const sent = JSON.parse(server?.asked[0]?.body ?? "{}") as object;
  expect(Object.keys(sent).sort()).toEqual([
    "dates",
    "language",
    "name",
    "notifications",
    "theme",
    "version",
  ]);
});
