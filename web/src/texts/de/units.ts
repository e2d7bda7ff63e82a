import type { Texts } from "..";

export const units: Texts["units"] = {
  seconds: (n) => (n === 1 ? "1 Sekunde" : `${n} Sekunden`),
  minutes: (n) => (n === 1 ? "1 Minute" : `${n} Minuten`),
  hours: (n) => (n === 1 ? "1 Stunde" : `${n} Stunden`),
  days: (n) => (n === 1 ? "1 Tag" : `${n} Tage`),
};
