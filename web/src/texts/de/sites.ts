import type { Texts } from "..";

export const sites: Texts["sites"] = {
  pageTitle: "Standorte",
  failed: "Die Standorte ließen sich nicht laden",
  none: "Noch kein Mitglied eines Standorts",
  noneDetail: "Eine Person, der der Standort gehört, kann eine Einladung senden.",
  switcher: "Standort",
  all: "Alle Standorte",
  roles: { owner: "Besitz", operator: "Betrieb", viewer: "Zuschauen", guest: "Gast" },
  cameras: (count) => (count === 1 ? "1 Kamera" : `${count} Kameras`),
  clips: "Clips",
  members: "Mitglieder",
  log: "Zugriffe",
  settings: "Einstellungen",
  name: "Name",
  zone: "Zeitzone",
  zoneDetail: "In ihr stehen Tage und Uhrzeiten der Clips dieses Standorts.",
  save: "Speichern",
  cancel: "Abbrechen",
  edit: "Bearbeiten",
  remove: "Entfernen",
};
