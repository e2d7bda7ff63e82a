import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { texts } from "../texts";
import { Conflict } from "../ui/conflict";
import { Fields, Form } from "../ui/form";
import { Section } from "../ui/page";
import { isConflict } from "../ui/problem";
import { useUnsaved } from "../ui/use_unsaved";
import type { Site } from "./api";
import { useChangeSite } from "./queries";
import { groupZones, mayGovern } from "./state";

export function SiteSettings({ site }: { site: Site }) {
  return (
    <Section title={texts.sites.settings}>
      {mayGovern(site.role) ? <SettingsForm site={site} /> : <p>{site.zone}</p>}
    </Section>
  );
}

function SettingsForm({ site }: { site: Site }) {
  // What this person began with; it follows the site as long as nothing is edited.
  const [base, setBase] = useState(site);
  const [draft, setDraft] = useState({ name: site.name, zone: site.zone });
  const change = useChangeSite(site.id);
  const unsaved = draft.name.trim() !== base.name || draft.zone !== base.zone;
  const leaving = useUnsaved(unsaved);
  const adopt = (from: Site) => {
    setBase(from);
    setDraft({ name: from.name, zone: from.zone });
  };
  if (!unsaved && site.version > base.version) adopt(site);
  const save = (version: number) =>
    change.mutate({ name: draft.name.trim(), zone: draft.zone, version }, { onSuccess: adopt });
  const conflict = isConflict(change.error) && site.version > base.version;
  return (
    <>
      <Form
        label={texts.sites.settings}
        unsaved={unsaved}
        saving={change.isPending}
        saved={change.isSuccess}
        error={isConflict(change.error) ? null : change.error}
        action={texts.sites.save}
        onSave={() => save(base.version)}
      >
        <Fields>
          <TextInput
            label={texts.sites.name}
            value={draft.name}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, name: value })}
          />
          <NativeSelect
            label={texts.sites.zone}
            description={texts.sites.zoneDetail}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={groupZones(Intl.supportedValuesOf("timeZone"), draft.zone)}
            value={draft.zone}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, zone: value })}
          />
        </Fields>
      </Form>
      {leaving}
      {conflict && (
        <Conflict
          theirs={`${site.name}, ${site.zone}`}
          mine={`${draft.name}, ${draft.zone}`}
          busy={change.isPending}
          onTake={() => {
            change.reset();
            adopt(site);
          }}
          onKeep={() => save(site.version)}
        />
      )}
    </>
  );
}
