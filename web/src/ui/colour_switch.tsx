import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { texts } from "../texts";
import { MoonIcon, SunIcon } from "./icons";

interface ColourSwitchProps {
  /** Remembers it for all devices of the reader. */
  onChoose?: (theme: "auto" | "light" | "dark") => void;
}

/** Light or dark; choosing what the system has anyway means following the system again. */
export function ColourSwitch({ onChoose }: ColourSwitchProps) {
  // Mantine's way to hold transitions back is an injected style, which the page's policy forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const shown = useComputedColorScheme("light");
  const system = useMediaQuery("(prefers-color-scheme: dark)") ? "dark" : "light";
  const other = shown === "dark" ? "light" : "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={other === "dark" ? texts.app.toDark : texts.app.toLight}
      onClick={() => {
        const theme = other === system ? "auto" : other;
        setColorScheme(theme);
        onChoose?.(theme);
      }}
    >
      {other === "dark" ? <MoonIcon /> : <SunIcon />}
    </ActionIcon>
  );
}
