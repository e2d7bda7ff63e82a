export const me = {
  pageTitle: "Profile",
  looks: "Language and looks",
  looksDetail: "For this device, as soon as you choose.",
  language: "Language",
  asBrowser: "As in the browser",
  languageFailed: "That language could not be loaded. Check your connection.",
  dates: "Dates",
  datesExample: (now: string) => `Now it is ${now}`,
  dateStyles: {
    auto: "As in the language",
    iso: "2026-11-21",
    "day-first": "21 November",
    "month-first": "November 21",
  },
  theme: "Colours",
  themes: { auto: "As on this device", light: "Light", dark: "Dark" },
};
