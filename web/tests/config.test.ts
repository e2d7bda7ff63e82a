import { expect, test } from "vitest";
import { readConfig } from "../src/config";

const GOOD = {
  region: "eu-central-1",
  user_pool_id: "eu-central-1_abc",
  client_id: "c1",
  authority: "https://issuer.example/pool",
  login_url: "https://login.example/",
  api_url: "",
};

test("the fields the app needs are read, and a slash at the end does not double", () => {
  expect(readConfig(GOOD)).toEqual({
    authority: "https://issuer.example/pool",
    clientId: "c1",
    loginUrl: "https://login.example",
    apiUrl: "",
    updatesUrl: null,
  });
});

test("a cloud that tells of new clips says where", () => {
  const url = "wss://updates.example/mqtt?x-amz-customauthorizer-name=viewers";
  expect(readConfig({ ...GOOD, updates_url: url }).updatesUrl).toBe(url);
  expect(() => readConfig({ ...GOOD, updates_url: 7 })).toThrow("updates_url");
});

test.each(["client_id", "authority", "login_url", "api_url"])("a missing %s is named", (field) => {
  expect(() => readConfig({ ...GOOD, [field]: undefined })).toThrow(field);
});

test.each([null, 7, "text", []])("%j is no configuration", (value) => {
  expect(() => readConfig(value)).toThrow("config.json");
});
