import { createTheme } from "@mantine/core";

/** Behaviour only: colours, radii and fonts are in theme.css, so that no style is injected at run time. */
export const theme = createTheme({
  respectReducedMotion: true,
  cursorType: "pointer",
});
