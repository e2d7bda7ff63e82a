import { NativeSelect, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { useApp } from "../app_context";
import { spokenLanguage, texts } from "../texts";
import { chooseDates, chooseLanguage, chosenDates } from "../texts/chosen";
import { DATE_STYLES, LANGUAGE_NAMES, LANGUAGES, readLanguage } from "../texts/language";
import { Fields } from "../ui/form";
import form from "../ui/form.module.css";
import { PageFrame, Section } from "../ui/page";

const THEMES = ["auto", "light", "dark"] as const;

/** The reader's own choices. */
export default function MePage() {
  return (
    <PageFrame title={texts.me.pageTitle}>
      <Section title={texts.me.looks} detail={texts.me.looksDetail}>
        <Looks />
      </Section>
    </PageFrame>
  );
}

function Looks() {
  const { formats } = useApp();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [unspoken, setUnspoken] = useState(false);
  const now = new Date().toISOString();
  const speak = async (value: string) => {
    setUnspoken(false);
    await chooseLanguage(readLanguage(value) ?? "auto").catch(() => setUnspoken(true));
  };
  return (
    <>
      <Fields>
        <NativeSelect
          label={texts.me.language}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={spokenLanguage()}
          error={unspoken ? texts.me.languageFailed : null}
          onChange={({ currentTarget: { value } }) => void speak(value)}
        />
        <NativeSelect
          label={texts.me.dates}
          description={texts.me.datesExample(formats.moment(now))}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={DATE_STYLES.map((value) => ({ value, label: texts.me.dateStyles[value] }))}
          value={chosenDates()}
          onChange={({ currentTarget: { value } }) =>
            chooseDates(DATE_STYLES.find((style) => style === value) ?? "auto")
          }
        />
      </Fields>
      <div>
        <p className={form.label} id="theme">
          {texts.me.theme}
        </p>
        <SegmentedControl
          aria-labelledby="theme"
          data={THEMES.map((value) => ({ value, label: texts.me.themes[value] }))}
          value={colorScheme}
          onChange={(value) => setColorScheme(THEMES.find((theme) => theme === value) ?? "auto")}
        />
      </div>
    </>
  );
}
