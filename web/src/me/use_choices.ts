import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { chooseDates, chooseLanguage } from "../texts/chosen";
import { useProfile } from "./profile";

/** Lets the page speak and look as its reader chose, on whichever device. */
export function useChoices(): void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const { data } = useProfile();
  const { language, theme, dates } = data ?? {};
  useEffect(() => {
    // Without a connection the words of now stay.
    if (language !== undefined) chooseLanguage(language).catch(() => undefined);
  }, [language]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme);
  }, [theme, setColorScheme]);
  useEffect(() => {
    if (dates !== undefined) chooseDates(dates);
  }, [dates]);
}
