import { en } from "./en";
import type { Language } from "./language";

/** Every word a person reads; each language is a folder of this shape. */
export type Texts = typeof en;

/**
 * The words in the language of the reader. Read it where something is shown, never when a module
 * is loaded: `speak` exchanges it.
 */
export let texts: Texts = en;

let spoken: Language = "en";
const listeners = new Set<() => void>();

const load: Record<Language, () => Promise<Texts>> = {
  en: async () => en,
  de: async () => (await import("./de")).de,
};

/** Fetches the words, so that speaking them later cannot fail. Rejects when they cannot be had. */
export async function prepare(language: Language): Promise<void> {
  await load[language]();
}

/** Rejects when the words cannot be fetched; what was spoken then stays. */
export async function speak(language: Language): Promise<void> {
  const words = await load[language]();
  if (language === spoken) return;
  texts = words;
  spoken = language;
  for (const listener of listeners) listener();
}

export function spokenLanguage(): Language {
  return spoken;
}

export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
