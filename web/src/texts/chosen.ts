import { speak, spokenLanguage } from ".";
import { type Language, pickLanguage } from "./language";

const KEY = "vedette:language";

/** Speaks what was chosen on this device before, else what the browser asks for. */
export async function speakChosen(): Promise<void> {
  const language = pickLanguage(window.localStorage.getItem(KEY), navigator.languages);
  // Without its words the app still starts, in the language it has.
  await speak(language).catch(() => undefined);
  tellDocument();
}

/** Rejects when the words cannot be fetched; what was spoken then stays. */
export async function choose(language: Language): Promise<void> {
  await speak(language);
  window.localStorage.setItem(KEY, language);
  tellDocument();
}

function tellDocument(): void {
  document.documentElement.lang = spokenLanguage();
}
