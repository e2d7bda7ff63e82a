import { afterEach, expect, test, vi } from "vitest";
import { speak, spokenLanguage, subscribeLanguage, texts } from "../../src/texts";
import { pickLanguage, pickLocale } from "../../src/texts/language";

afterEach(() => speak("en"));

test("the language chosen before comes before the browser's", () => {
  expect(pickLanguage("de", ["en-US"])).toBe("de");
  expect(pickLanguage("en", ["de-AT"])).toBe("en");
});

test("the first of the browser's languages that there is, is spoken", () => {
  expect(pickLanguage(null, ["fr", "de-AT", "en"])).toBe("de");
  expect(pickLanguage("klingon", ["EN-us"])).toBe("en");
});

test("who speaks none of ours gets English", () => {
  expect(pickLanguage(null, ["fr", "defunct"])).toBe("en");
  expect(pickLanguage(null, [])).toBe("en");
});

test("dates are written in the reader's kind of the language", () => {
  expect(pickLocale("de", ["en-US", "de-CH"])).toBe("de-CH");
  expect(pickLocale("en", ["de-DE", "en-US"])).toBe("en-US");
  expect(pickLocale("en", ["de-DE"])).toBe("en-GB");
  expect(pickLocale("de", [])).toBe("de-DE");
});

test("a chosen order of day and month comes before the browser's", () => {
  expect(pickLocale("en", ["en-US"], "day-first")).toBe("en-GB");
  expect(pickLocale("en", ["en-GB"], "month-first")).toBe("en-US");
  expect(pickLocale("de", ["de-AT"], "month-first")).toBe("de-AT");
  expect(pickLocale("en", ["en-AU"], "iso")).toBe("en-AU");
});

test("speaking another language exchanges every word and tells", async () => {
  const listener = vi.fn();
  const stop = subscribeLanguage(listener);
  await speak("de");
  expect(spokenLanguage()).toBe("de");
  expect(texts.session.signOut).toBe("Abmelden");
  await speak("de");
  expect(listener).toHaveBeenCalledOnce();
  stop();
});

type Words = { [key: string]: string | Words | ((...given: never[]) => string) };

function listWords(words: Words, path = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value !== "object") found.set(`${path}${key}`, value);
    else for (const [inner, word] of listWords(value, `${path}${key}.`)) found.set(inner, word);
  }
  return found;
}

test("both languages say the same things, and no sentence was left in English", async () => {
  const english = listWords(texts);
  await speak("de");
  const german = listWords(texts);
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, words] of german) {
    if (typeof words !== "string" || words.length < 25) continue;
    expect(words, key).not.toBe(english.get(key));
  }
});
