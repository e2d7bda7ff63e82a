import type { Texts } from "..";

/** Where the API's sentence names what was wrong, these are less exact. */
const CODES = new Map([
  ["appointed", "Das hat das Plattform-Team festgelegt; nur dort lässt es sich ändern."],
  ["arrived", "Die Person gehört schon dazu; eine Einladung braucht es nicht mehr."],
  ["conflict", "Inzwischen hat es jemand geändert, oder etwas spricht dagegen. Bitte neu laden."],
  ["cursor_mismatch", "Die Liste passt nicht mehr zu den Filtern. Bitte neu laden."],
  ["forbidden", "Dazu fehlt das Recht. Wer den Standort verwaltet, kann es geben."],
  ["full", "Mehr davon nimmt der Standort nicht auf."],
  ["gone", "Das gibt es nicht mehr."],
  ["invalid_cursor", "Die Liste lässt sich so nicht fortsetzen. Bitte neu laden."],
  ["invalid_parameter", "Eine Angabe passt nicht. Bitte prüfen."],
  [
    "last_owner",
    "Jemand muss den Standort verwalten. Bitte erst eine andere Person dazu bestimmen.",
  ],
  ["name_taken", "Eine andere Gruppe heißt schon so."],
  ["not_found", "Das gibt es nicht, oder es ist nicht für dieses Konto."],
  ["too_many_seen", "Für einen Tag sind zu viele Aufnahmen markiert."],
  ["unknown_push_service", "Mitteilungen dieses Browsers kann Vedette nicht zustellen."],
]);

export const problem: Texts["problem"] = {
  ofCode: (code) => CODES.get(code) ?? "",
  again: "Noch einmal versuchen",
  unreachable: "Vedette ist nicht erreichbar. Besteht eine Verbindung?",
  unavailable: "Vedette ist ausgelastet oder wird gerade erneuert. Bitte gleich noch einmal.",
  broken: "Bei uns ist etwas schiefgegangen.",
  request: (id) => `Anfrage ${id}`,
};
