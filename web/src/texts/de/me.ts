import type { Texts } from "..";

export const me: Texts["me"] = {
  pageTitle: "Profil",
  failed: "Das Profil ließ sich nicht laden",
  who: "Person",
  name: "Name",
  nameDetail: "So erscheint er anderen Mitgliedern.",
  save: "Speichern",
  looks: "Sprache und Aussehen",
  looksDetail: "Gilt sofort und auf allen Geräten.",
  language: "Sprache",
  asBrowser: "Wie im Browser",
  languageFailed: "Diese Sprache ließ sich nicht laden. Besteht eine Verbindung?",
  dates: "Datum",
  datesExample: (now) => `Jetzt ist es ${now}`,
  dateStyles: {
    auto: "Wie in der Sprache",
    iso: "2026-11-21",
    "day-first": "21. November",
    "month-first": "November 21 (nur englisch)",
  },
  theme: "Farben",
  themes: { auto: "Wie auf diesem Gerät", light: "Hell", dark: "Dunkel" },
};
