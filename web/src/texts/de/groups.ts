import type { Texts } from "..";

export const groups: Texts["groups"] = {
  title: "Kameragruppen",
  detail: "Eine Gruppe hat einen Namen und Kameras; alle am Standort finden sie in der Liste.",
  failed: "Die Gruppen ließen sich nicht laden",
  none: "Noch keine Gruppe.",
  empty: "Keine Kameras",
  add: "Neue Gruppe",
  form: "Kameragruppe",
  cameras: "Kameras",
  up: (name) => `${name} nach oben`,
  down: (name) => `${name} nach unten`,
  edit: (name) => `${name} bearbeiten`,
  remove: (name) => `${name} entfernen`,
  removeDetail: "Kameras und Clips bleiben; nur die Gruppe verschwindet, für alle.",
};
