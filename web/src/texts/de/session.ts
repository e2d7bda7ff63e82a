import type { Texts } from "..";

export const session: Texts["session"] = {
  pageTitle: "Anmelden",
  promise: "Sehen, was die Kameras gesehen haben.",
  about: "Clips von allen Kameras aller Standorte, die neuesten zuerst, in der eigenen Cloud.",
  signIn: "Anmelden",
  signOut: "Abmelden",
  signedInAs: (who) => `Angemeldet als ${who}`,
  ended: {
    expired: "Die Sitzung ist abgelaufen. Nach dem Anmelden geht es an derselben Stelle weiter.",
    refused: "Die Anmeldung wurde nicht abgeschlossen.",
    stale:
      "Diese Anmeldung war zu alt oder begann in einem anderen Tab. Bitte noch einmal versuchen.",
    unreachable:
      "Der Anmeldedienst ist nicht erreichbar. Bitte Verbindung prüfen und neu versuchen.",
  },
};
