import { beforeEach, expect, test } from "vitest";
import type { ClipPage, ClipSummary } from "../../src/clips/api";
import { asksForNewest, LastListKeeper } from "../../src/offline/last_list";
import { LAST_LIST_CACHE } from "../../src/offline/names";
import { FakeCaches } from "./fake_caches";

const NOW = new Date("2026-11-21T12:00:00.000Z");

function clip(name: string): ClipSummary {
  return {
    id: name,
    site: "home",
    camera: "home_porch",
    kind: "clip",
    recorded_at: "2026-11-21T11:00:00.000Z",
    received_at: "2026-11-21T11:00:01.000Z",
    camera_at: null,
    duration_ms: 5000,
    width: 640,
    height: 360,
    bytes: 1000,
    playable: true,
    thumb_url: `https://app.example/clips/${name}/thumb.jpg?Signature=secret`,
  } as ClipSummary;
}

function pageOf(...clips: ClipSummary[]): ClipPage {
  return { items: clips, cursor: null };
}

let caches: FakeCaches;
let asked: string[];
let connected: boolean;
let keeper: LastListKeeper;

beforeEach(() => {
  caches = new FakeCaches();
  asked = [];
  connected = true;
  keeper = new LastListKeeper(caches, async (url) => {
    asked.push(url);
    if (!connected) throw new TypeError("offline");
    return new Response("picture");
  });
});

async function paths(): Promise<string[]> {
  const keys = await (await caches.open(LAST_LIST_CACHE)).keys();
  return keys.map(({ url }) => new URL(url).pathname).sort();
}

test("the list is there with its pictures, and nothing signed is kept", async () => {
  await keeper.keep("ann@example.com", pageOf(clip("A"), { ...clip("B"), thumb_url: null }), NOW);
  const list = await keeper.read("ann@example.com");
  expect(list?.at).toBe("2026-11-21T12:00:00.000Z");
  expect(list?.clips.map(({ id, picture }) => [id, picture])).toEqual([
    ["A", "/clips/A/thumb.jpg"],
    ["B", null],
  ]);
  expect(JSON.stringify(list)).not.toContain("secret");
  expect(await paths()).toEqual(["/clips/A/thumb.jpg", "/last-list.json"]);
});

test("a picture that did not arrive is not promised, and is tried again", async () => {
  connected = false;
  await keeper.keep("ann", pageOf(clip("A")), NOW);
  expect((await keeper.read("ann"))?.clips[0]?.picture).toBeNull();
  connected = true;
  await keeper.keep("ann", pageOf(clip("A")), NOW);
  expect((await keeper.read("ann"))?.clips[0]?.picture).toBe("/clips/A/thumb.jpg");
});

test("a picture is fetched once, and goes when its clip leaves the list", async () => {
  await keeper.keep("ann", pageOf(clip("A")), NOW);
  await keeper.keep("ann", pageOf(clip("B"), clip("A")), NOW);
  expect(asked).toHaveLength(2);
  await keeper.keep("ann", pageOf(clip("B")), NOW);
  expect(await paths()).toEqual(["/clips/B/thumb.jpg", "/last-list.json"]);
});

test("another person does not get it", async () => {
  await keeper.keep("ann", pageOf(clip("A")), NOW);
  expect(await keeper.read("bob")).toBeNull();
  expect((await keeper.read(null))?.who).toBe("ann");
});

test("after signing out nothing is left, not even what was being stored", async () => {
  const storing = keeper.keep("ann", pageOf(clip("A"), clip("B")), NOW);
  await keeper.forget();
  await storing;
  expect(await caches.keys()).not.toContain(LAST_LIST_CACHE);
  expect(await keeper.read(null)).toBeNull();
  await keeper.keep("ann", pageOf(clip("A")), NOW);
  expect(await keeper.read("ann")).not.toBeNull();
});

test.each([
  ["/v1/clips", true],
  ["/v1/clips?limit=50", true],
  ["/v1/clips?camera=home_porch", false],
  ["/v1/clips?cursor=x", false],
  ["/v1/cameras", false],
])("%s asks for the newest of all: %s", (path, newest) => {
  expect(asksForNewest(`https://app.example${path}`)).toBe(newest);
});
