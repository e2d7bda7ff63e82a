import type { Texts } from "..";

export const app: Texts["app"] = {
  name: "Vedette",
  title: (page) => `${page} · Vedette`,
  skip: "Zum Inhalt",
  toDark: "Dunkle Farben",
  toLight: "Helle Farben",
  offline: "Keine Verbindung. Was hier steht, kann veraltet sein.",
  unreachable: "Vedette ist nicht erreichbar. Neuer Versuch läuft …",
  notFound: "Diese Seite gibt es nicht.",
  toClips: "Alle Clips zeigen",
  saved: "Gespeichert",
  conflict: {
    title: "Jemand anderes hat das inzwischen geändert",
    theirs: "Jetzt gespeichert:",
    mine: "Mit den eigenen Änderungen:",
    take: "Eigene verwerfen",
    keep: "Eigene speichern",
  },
  unsaved: {
    title: "Ohne Speichern verlassen?",
    detail: "Was auf dieser Seite geändert wurde, ginge verloren.",
    leave: "Verlassen",
    stay: "Bleiben",
  },
  navigation: "Hauptmenü",
  places: {
    clips: "Clips",
    exports: "Exporte",
    statistics: "Statistik",
    sites: "Standorte",
    me: "Profil",
  },
  loadingPage: "Seite wird geladen …",
  pageFailed: "Die Seite ließ sich nicht öffnen",
  pageFailedDetail:
    "Vielleicht fehlt die Verbindung, oder Vedette wurde inzwischen erneuert. Neu laden hilft meistens.",
  reload: "Neu laden",
};
