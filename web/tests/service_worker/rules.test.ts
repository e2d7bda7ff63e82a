import { expect, test } from "vitest";
import { chooseSource, findOutdated, nameCache } from "../../src/service_worker/rules";

const ORIGIN = "https://vedette.example";

function choose(path: string, mode = "cors", method = "GET") {
  return chooseSource({ method, mode, url: new URL(path, ORIGIN).href }, ORIGIN);
}

test("index and settings are asked for first, hashed files never again", () => {
  expect(choose("/", "navigate")).toBe("page");
  expect(choose("/?code=1&state=2", "navigate")).toBe("page");
  expect(choose("/config.json")).toBe("settings");
  expect(choose("/assets/index-2maHlsw2.js")).toBe("asset");
});

test.each([
  ["/v1/clips"],
  ["/clips/home/porch/2026/11/21/X/thumb.jpg?Policy=a"],
  ["/manifest.webmanifest"],
  ["https://login.example/oauth2/token"],
])("%s is left alone", (path) => {
  expect(choose(path)).toBe("network");
});

test("only what a page shows is answered, not what is opened or written", () => {
  expect(choose("/clips/home/porch/2026/11/21/X/thumb.jpg")).toBe("picture");
  expect(choose("/clips/home/porch/2026/11/21/X/thumb.jpg", "navigate")).toBe("network");
  expect(choose("/config.json", "cors", "PUT")).toBe("network");
});

test("the files of the build before stay for tabs that run it", () => {
  const names = ["build-1", "last-list", "build-2", "build-3"];
  expect(findOutdated(names, nameCache("3"))).toEqual(["build-1"]);
  expect(findOutdated(["build-3"], nameCache("3"))).toEqual([]);
  expect(findOutdated(["last-list", "build-2", "build-1"], nameCache("2"))).toEqual([]);
});
