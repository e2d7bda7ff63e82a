import { createTheme, defaultVariantColorsResolver } from "@mantine/core";

/** Behaviour only: colours, radii and fonts are in theme.css, so that no style is injected at run time. */
export const theme = createTheme({
  respectReducedMotion: true,
  cursorType: "pointer",
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    // Mantine writes white on the accent; in the dark ours is bright.
    if (input.variant !== "filled") return colours;
    return { ...colours, color: "var(--mantine-primary-color-contrast)" };
  },
});
