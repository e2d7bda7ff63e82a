import type { Texts } from "..";

export const problem: Texts["problem"] = {
  again: "Noch einmal versuchen",
  unreachable: "Vedette ist nicht erreichbar. Besteht eine Verbindung?",
  unavailable: "Vedette ist ausgelastet oder wird gerade erneuert. Bitte gleich noch einmal.",
  broken: "Bei uns ist etwas schiefgegangen.",
  request: (id) => `Anfrage ${id}`,
};
