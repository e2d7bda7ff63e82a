import { expect, test } from "vitest";
import { chooseTab, readPush } from "../../src/service_worker/push";

const TOLD = { title: "Motion: porch", body: "Home, 05:26", path: "/#/clips/1", tag: "1" };

test("a push is read as it was written", () => {
  expect(readPush(JSON.stringify(TOLD))).toEqual(TOLD);
});

test.each([null, "", "nonsense", "[]", "7", "{}"])("%s is still shown as something", (text) => {
  expect(readPush(text)).toEqual({ title: "Vedette", body: "", path: "/", tag: "vedette" });
});

test.each(["https://evil.example/", "//evil.example/#/", "javascript:alert(1)", "/clips/x.html"])(
  "%s is not where a notification leads",
  (path) => {
    expect(readPush(JSON.stringify({ ...TOLD, path })).path).toBe("/");
  },
);

test("a tab that shows the clip comes first, then the one looked at", () => {
  const tabs = [
    { url: "https://v.example/#/clips/1", focused: false },
    { url: "https://v.example/#/clips/2", focused: true },
    { url: "https://v.example/#/clips/3", focused: false },
  ];
  expect(chooseTab(tabs, "https://v.example/#/clips/3")).toBe(tabs[2]);
  expect(chooseTab(tabs, "https://v.example/#/clips/4")).toBe(tabs[1]);
  expect(chooseTab(tabs.slice(0, 1), "https://v.example/#/clips/4")).toBe(tabs[0]);
  expect(chooseTab([], "https://v.example/")).toBeNull();
});
