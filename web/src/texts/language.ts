/** What the words are written in; the first is what everybody else gets. */
export const LANGUAGES = ["en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each language's own name: who looks for theirs cannot read the others. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", de: "Deutsch" };

/** The nearest locale when the browser names none of this language. */
const LOCALES: Record<Language, string> = { en: "en-GB", de: "de-DE" };

/** null for what is no language of ours. */
export function readLanguage(value: unknown): Language | null {
  return LANGUAGES.find((language) => language === value) ?? null;
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split("-", 1)[0] ?? "";
}

/** The choice made before, else the first of the browser's languages that we have. */
export function pickLanguage(chosen: unknown, browser: readonly string[]): Language {
  const own = browser.map((tag) => readLanguage(languageOf(tag))).find((one) => one !== null);
  return readLanguage(chosen) ?? own ?? LANGUAGES[0];
}

/** How a person wants dates; `auto` is as the language and the browser have it. */
export const DATE_STYLES = ["auto", "iso", "day-first", "month-first"] as const;

export type DateStyle = (typeof DATE_STYLES)[number];

/** null for what is no style of ours. */
export function readDateStyle(value: unknown): DateStyle | null {
  return DATE_STYLES.find((style) => style === value) ?? null;
}

/** How dates are written: the reader's own kind of this language, de-AT rather than de-DE. */
export function pickLocale(
  language: Language,
  browser: readonly string[],
  dates: DateStyle = "auto",
): string {
  // Nobody who writes German puts the month first.
  if (language === "en" && dates === "month-first") return "en-US";
  if (dates === "day-first") return LOCALES[language];
  return browser.find((tag) => languageOf(tag) === language) ?? LOCALES[language];
}
