import { prepare, speak, spokenLanguage } from ".";
import { type DateStyle, type Language, pickLanguage, readDateStyle } from "./language";

const LANGUAGE_KEY = "vedette:language";
const DATES_KEY = "vedette:dates";

let dates: DateStyle = "auto";
const listeners = new Set<() => void>();

/** Speaks what was chosen on this device before, else what the browser asks for. */
export async function speakChosen(): Promise<void> {
  const { localStorage } = window;
  dates = readDateStyle(localStorage.getItem(DATES_KEY)) ?? "auto";
  const language = pickLanguage(localStorage.getItem(LANGUAGE_KEY), navigator.languages);
  // Without its words the app still starts, in the language it has.
  await speak(language).catch(() => undefined);
  tellDocument();
}

/** `auto` follows the browser again. Rejects when the words cannot be fetched. */
export async function chooseLanguage(language: Language | "auto"): Promise<void> {
  await speak(pickLanguage(language, navigator.languages));
  window.localStorage.setItem(LANGUAGE_KEY, language);
  tellDocument();
}

/** Rejects when its words cannot be fetched; then it must not be chosen. */
export async function prepareChoice(language: Language | "auto"): Promise<void> {
  await prepare(pickLanguage(language, navigator.languages));
}

export function chooseDates(style: DateStyle): void {
  if (style === dates) return;
  dates = style;
  window.localStorage.setItem(DATES_KEY, style);
  for (const listener of listeners) listener();
}

export function chosenDates(): DateStyle {
  return dates;
}

export function subscribeDates(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellDocument(): void {
  document.documentElement.lang = spokenLanguage();
}
