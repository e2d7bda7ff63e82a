import type { Texts } from "..";

export const offline: Texts["offline"] = {
  title: "Zuletzt gesehen",
  at: "Keine Verbindung. So sah die Liste aus am",
  empty: "Es gab keine Clips.",
  updated: "Vedette wurde erneuert.",
  reload: "Neu laden",
};
