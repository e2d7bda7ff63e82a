import type { Texts } from "..";

export const members: Texts["members"] = {
  failed: "Die Mitglieder ließen sich nicht laden",
  invite: "Jemanden einladen",
  inviteDetail: "Eine E-Mail erklärt, wie die Anmeldung geht.",
  email: "E-Mail-Adresse",
  send: "Einladung senden",
  sent: "Die Einladung ist noch einmal unterwegs.",
  again: "Erneut senden",
  inviteAgain: (email) => `Erneut senden: Einladung an ${email}`,
  edit: (email) => `${email} bearbeiten`,
  remove: (email) => `${email} entfernen`,
  removeDetail: "Der Zugang zu diesem Standort endet sofort. Gemerktes und Exportiertes bleibt.",
  role: "Rolle",
  may: {
    owner: "Darf alles und bestimmt, wer dazugehört.",
    operator: "Schaut, merkt, exportiert, teilt und ordnet Gruppen.",
    viewer: "Schaut, merkt und exportiert.",
    guest: "Schaut.",
  },
  lastDay: "Letzter Tag (freiwillig)",
  lastDayDetail: (zone) => `Der Zugang endet mit diesem Tag in ${zone}.`,
  until: (date) => `bis ${date}`,
  cameras: "Kameras",
  allCameras: "Alle Kameras",
  states: {
    invited: "Eingeladen, noch nie angemeldet",
    appointed: "Von den Betreibenden eingesetzt",
    expired: "Ist abgelaufen",
  },
  leave: "Standort verlassen",
  leaveDetail: "Der Zugang endet sofort; eine Person mit Besitzrolle kann erneut einladen.",
};
