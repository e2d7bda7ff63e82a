import { NativeSelect, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { spokenLanguage, texts } from "../texts";
import { choose } from "../texts/chosen";
import { LANGUAGE_NAMES, LANGUAGES, readLanguage } from "../texts/language";
import { PageFrame, Section } from "../ui/page";

const THEMES = ["auto", "light", "dark"] as const;

/** The reader's own choices. */
export default function MePage() {
  return (
    <PageFrame title={texts.me.pageTitle}>
      <Section title={texts.me.language}>
        <LanguageChoice />
      </Section>
      <Section title={texts.me.theme}>
        <ThemeChoice />
      </Section>
    </PageFrame>
  );
}

function LanguageChoice() {
  const [failed, setFailed] = useState(false);
  const onChange = async (value: string) => {
    const language = readLanguage(value);
    if (language === null) return;
    setFailed(false);
    await choose(language).catch(() => setFailed(true));
  };
  return (
    <NativeSelect
      aria-label={texts.me.language}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      value={spokenLanguage()}
      error={failed ? texts.me.languageFailed : null}
      onChange={({ currentTarget: { value } }) => void onChange(value)}
    />
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <SegmentedControl
      aria-label={texts.me.theme}
      data={THEMES.map((value) => ({ value, label: texts.me.themes[value] }))}
      value={colorScheme}
      onChange={(value) => setColorScheme(THEMES.find((theme) => theme === value) ?? "auto")}
    />
  );
}
