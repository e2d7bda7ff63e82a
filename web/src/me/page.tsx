import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApp } from "../app_context";
import { NotificationSettings } from "../notifications/section";
import { texts } from "../texts";
import { prepareChoice } from "../texts/chosen";
import { DATE_STYLES, LANGUAGE_NAMES, LANGUAGES } from "../texts/language";
import { Fields, Form } from "../ui/form";
import form from "../ui/form.module.css";
import { ProblemNotice } from "../ui/notice";
import { PageFrame, Section } from "../ui/page";
import { PageSkeleton } from "../ui/page_skeleton";
import { sayProblem } from "../ui/problem";
import { useUnsaved } from "../ui/use_unsaved";
import type { Choices, Profile } from "./api";
import { useProfile, useSaveChoices } from "./profile";

const THEMES = ["auto", "light", "dark"] as const;
const SPOKEN = ["auto", ...LANGUAGES] as const;

/** The reader's own choices. */
export default function MePage() {
  const profile = useProfile();
  if (profile.data !== undefined) return <Profiled profile={profile.data} />;
  if (profile.error === null) return <PageSkeleton />;
  return (
    <PageFrame title={texts.me.pageTitle}>
      <ProblemNotice
        title={texts.me.failed}
        error={profile.error}
        onRetry={() => void profile.refetch()}
      />
    </PageFrame>
  );
}

function Profiled({ profile }: { profile: Profile }) {
  return (
    <PageFrame title={texts.me.pageTitle}>
      <Section title={texts.me.who} {...(profile.email === null ? {} : { detail: profile.email })}>
        <NameForm key={profile.name} profile={profile} />
      </Section>
      <Section title={texts.me.looks} detail={texts.me.looksDetail}>
        <Looks profile={profile} />
      </Section>
      <Section title={texts.notifications.title} detail={texts.notifications.detail}>
        <Told profile={profile} />
      </Section>
    </PageFrame>
  );
}

function NameForm({ profile }: { profile: Profile }) {
  const saved = profile.name ?? "";
  const [name, setName] = useState(saved);
  const save = useSaveChoices();
  const unsaved = name.trim() !== saved;
  const leaving = useUnsaved(unsaved && !save.isSuccess);
  return (
    <>
      <Form
        label={texts.me.name}
        unsaved={unsaved}
        saving={save.isPending}
        error={save.error}
        action={texts.me.save}
        onSave={() => save.mutate({ name: name.trim() === "" ? null : name.trim() })}
      >
        <TextInput
          label={texts.me.name}
          description={texts.me.nameDetail}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="name"
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
      </Form>
      {leaving}
    </>
  );
}

/** Each choice is seen at once and saved at once. */
function Looks({ profile }: { profile: Profile }) {
  const { formats } = useApp();
  const save = useSaveChoices();
  const [unspoken, setUnspoken] = useState(false);
  const now = new Date().toISOString();
  const choose = (change: Partial<Choices>) => save.mutate(change);
  const speak = async (language: Profile["language"]) => {
    setUnspoken(false);
    try {
      await prepareChoice(language);
      choose({ language });
    } catch {
      setUnspoken(true);
    }
  };
  return (
    <>
      <Fields>
        <NativeSelect
          label={texts.me.language}
          data={SPOKEN.map((value) => ({
            value,
            label: value === "auto" ? texts.me.asBrowser : LANGUAGE_NAMES[value],
          }))}
          value={profile.language}
          error={unspoken ? texts.me.languageFailed : null}
          onChange={({ currentTarget: { value } }) =>
            void speak(SPOKEN.find((one) => one === value) ?? "auto")
          }
        />
        <NativeSelect
          label={texts.me.dates}
          description={texts.me.datesExample(formats.moment(now))}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={DATE_STYLES.map((value) => ({ value, label: texts.me.dateStyles[value] }))}
          value={profile.dates}
          onChange={({ currentTarget: { value } }) => {
            const dates = DATE_STYLES.find((style) => style === value) ?? "auto";
            choose({ dates });
          }}
        />
      </Fields>
      <div>
        <p className={form.label} id="theme">
          {texts.me.theme}
        </p>
        <SegmentedControl
          aria-labelledby="theme"
          data={THEMES.map((value) => ({ value, label: texts.me.themes[value] }))}
          value={profile.theme}
          onChange={(value) => {
            const theme = THEMES.find((one) => one === value) ?? "auto";
            choose({ theme });
          }}
        />
      </div>
      <NotSaved error={save.error} />
    </>
  );
}

function Told({ profile }: { profile: Profile }) {
  const save = useSaveChoices();
  return (
    <>
      <NotificationSettings
        value={profile.notifications}
        onChange={(notifications) => save.mutate({ notifications })}
      />
      <NotSaved error={save.error} />
    </>
  );
}

function NotSaved({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className={form.wrong}>
      {sayProblem(error)}
    </p>
  );
}
