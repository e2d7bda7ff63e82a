import { expect, test } from "vitest";
import {
  decodeKey,
  findAbility,
  identify,
  isTime,
  nameBrowser,
  type Surroundings,
  toggleCamera,
} from "../../src/notifications/state";

const CAMERAS = [{ id: "home_garden" }, { id: "home_porch" }, { id: "home_yard" }];

test("a camera is taken out of all of them and put back", () => {
  const two = toggleCamera(null, "home_porch", CAMERAS);
  expect(two).toEqual(["home_garden", "home_yard"]);
  expect(toggleCamera(two, "home_porch", CAMERAS)).toEqual(CAMERAS.map(({ id }) => id));
});

test("a camera that is not listed any more stays chosen", () => {
  expect(toggleCamera(["home_old"], "home_porch", CAMERAS)).toEqual(["home_old", "home_porch"]);
});

test("the last camera stays", () => {
  expect(toggleCamera(["home_porch"], "home_porch", CAMERAS)).toEqual(["home_porch"]);
});

test.each(["00:00", "09:30", "23:59"])("%s is a time", (text) => {
  expect(isTime(text)).toBe(true);
});
test.each(["", "24:00", "9:30", "12:60", "12:30:00"])("'%s' is none", (text) => {
  expect(isTime(text)).toBe(false);
});

const LINUX: Surroundings = {
  serviceWorker: true,
  pushManager: true,
  permission: "default",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  standalone: false,
};
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1";

test("what a browser can do is told apart from what its reader must do first", () => {
  expect(findAbility(LINUX)).toBe("able");
  expect(findAbility({ ...LINUX, permission: "granted" })).toBe("able");
  expect(findAbility({ ...LINUX, permission: "denied" })).toBe("blocked");
  expect(findAbility({ ...LINUX, pushManager: false })).toBe("unable");
  expect(findAbility({ ...LINUX, serviceWorker: false })).toBe("unable");
  const phone = { ...LINUX, userAgent: IPHONE };
  expect(findAbility({ ...phone, pushManager: false, permission: null })).toBe("install");
  expect(findAbility({ ...phone, standalone: true })).toBe("able");
});

test.each([
  [LINUX.userAgent, "Firefox, Linux"],
  [IPHONE, "Safari, iPhone"],
  [
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36 EdgA/141.0",
    "Edge, Android",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
    "Chrome, Windows",
  ],
  ["something else", ""],
])("%s is called %s", (userAgent, name) => {
  expect(nameBrowser(userAgent)).toBe(name);
});

test("a key is read from base64url", () => {
  expect([...decodeKey("-_8")]).toEqual([0xfb, 0xff]);
  expect(
    decodeKey(
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
    ),
  ).toHaveLength(65);
});

test("this browser finds itself in the list by the id that the API gives", async () => {
  // hashlib.sha256(b"https://push.example/send/1").hexdigest()[:32]
  expect(await identify("https://push.example/send/1")).toBe("672d06b3eb19b708cd71c864b7765b94");
});
