import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatName } from "../clips/format";
import { texts } from "../texts";
import { Conflict } from "../ui/conflict";
import { Choices, Form } from "../ui/form";
import { isConflict } from "../ui/problem";
import { useUnsaved } from "../ui/use_unsaved";
import { useSaveGroup } from "./group_queries";
import type { Group } from "./groups_api";
import { draftOf, type GroupDraft, isSameDraft, mergeDrafts, toggle } from "./state";

interface GroupFormProps {
  site: string;
  /** As it is saved now; null for one that is being made. */
  group: Group | null;
  /** Every camera of the site, by name. */
  cameras: readonly string[];
  onDone: () => void;
}

/** Name, members and their order. */
export function GroupForm({ site, group, cameras, onDone }: GroupFormProps) {
  // What this person began with; somebody else may save a newer one meanwhile.
  const [base] = useState(group);
  const [draft, setDraft] = useState(() => draftOf(group));
  const save = useSaveGroup(site);
  const unsaved = !isSameDraft(draft, draftOf(base));
  const leaving = useUnsaved(unsaved && !save.isSuccess);
  const store = (over: Group | null, wanted: GroupDraft) =>
    save.mutate(
      { group: over, name: wanted.name.trim(), cameras: [...wanted.cameras] },
      { onSuccess: onDone },
    );
  const newer = base !== null && group !== null && group.version > base.version ? group : null;
  const conflict = isConflict(save.error) && newer !== null;
  const merged = newer === null ? draft : mergeDrafts(draftOf(base), draft, draftOf(newer));
  const words = texts.groups;
  return (
    <>
      <Form
        label={words.form}
        unsaved={unsaved && draft.name.trim() !== ""}
        saving={save.isPending}
        error={conflict ? null : save.error}
        action={texts.sites.save}
        onSave={() => store(base, draft)}
        others={
          <Button variant="default" onClick={onDone}>
            {texts.sites.cancel}
          </Button>
        }
      >
        <TextInput
          label={texts.sites.name}
          value={draft.name}
          data-autofocus
          onChange={({ currentTarget: { value } }) => setDraft({ ...draft, name: value })}
        />
        <Choices
          legend={words.cameras}
          items={[...new Set([...cameras, ...draft.cameras])].map((value) => ({
            value,
            label: formatName(value),
          }))}
          chosen={draft.cameras}
          onToggle={(camera) => setDraft({ ...draft, cameras: toggle(draft.cameras, camera) })}
        />
      </Form>
      {leaving}
      {conflict && newer !== null && (
        <Conflict
          theirs={describe(newer)}
          mine={describe(merged)}
          busy={save.isPending}
          onTake={onDone}
          onKeep={() => store(newer, merged)}
        />
      )}
    </>
  );
}

function describe({ name, cameras }: GroupDraft): string {
  return `${name}: ${cameras.map(formatName).join(", ")}`;
}
