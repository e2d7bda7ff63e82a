export const me = {
  pageTitle: "Profile",
  language: "Language",
  theme: "Colours",
  themes: { auto: "As on this device", light: "Light", dark: "Dark" },
  languageFailed: "That language could not be loaded. Check your connection.",
};
