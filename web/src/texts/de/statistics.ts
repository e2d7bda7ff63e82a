import type { Texts } from "..";

export const statistics: Texts["statistics"] = {
  pageTitle: "Statistik",
  site: "Standort",
  period: "Zeitraum",
  clips: "Clips",
  recorded: "Aufgezeichnet",
  stored: "Gespeichert",
  cost: "Kosten im Monat",
  aDay: "Am Tag",
  camera: "Kamera",
  cameras: "Kameras",
  day: "Tag",
  hour: "Uhrzeit",
  byDay: "Clips nach Tagen",
  byHour: "Clips nach Tageszeit",
  zone: (zone) => `Tage und Stunden von ${zone.replaceAll("_", " ")}`,
  peak: (label, shown, clips) =>
    `Am meisten: ${label}, ${clips === 1 ? "1 Clip" : `${shown} Clips`}`,
  nothing: "Nichts aufgezeichnet",
  asTable: "Als Tabelle",
  kept: (days) => `Aufbewahrung: ${days}`,
  rate: (bytes) => `bei ${bytes} am Tag`,
  below: (money) => `< ${money}`,
  costDetail:
    "Die Kosten sind eine Vorhersage: Speicher und Anfragen im Maß der letzten Woche, nach den Listenpreisen von S3 für Frankfurt, wenn niemand die Clips öffnet. Das Ansehen ist nicht enthalten.",
  empty: "Noch nichts zu zählen",
  emptyDetail: "Zahlen erscheinen hier, sobald eine Kamera etwas aufgezeichnet hat.",
  failed: "Die Statistik konnte nicht geladen werden",
};
