import type { Texts } from "..";

export const me: Texts["me"] = {
  pageTitle: "Profil",
  language: "Sprache",
  theme: "Farben",
  themes: { auto: "Wie auf diesem Gerät", light: "Hell", dark: "Dunkel" },
  languageFailed: "Diese Sprache ließ sich nicht laden. Besteht eine Verbindung?",
};
