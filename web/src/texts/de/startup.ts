import type { Texts } from "..";

export const startup: Texts["startup"] = {
  title: "Vedette konnte nicht starten",
  detail: "Die Einstellungen ließen sich nicht laden. Bitte Verbindung prüfen und neu versuchen.",
  again: "Noch einmal versuchen",
};
