import { NativeSelect, TextInput } from "@mantine/core";
import { formatName } from "../clips/format";
import { useCameras } from "../clips/queries";
import { texts } from "../texts";
import { Choices, Fields } from "../ui/form";
import type { Site } from "./api";
import { type PartDraft, ROLES } from "./part";
import { toggle } from "./state";

interface PartFieldsProps {
  site: Site;
  draft: PartDraft;
  /** The first day an end may be; a date in the site's zone. */
  today: string;
  onChange: (draft: PartDraft) => void;
}

/** Role, end and cameras of one membership. */
export function PartFields({ site, draft, today, onChange }: PartFieldsProps) {
  const cameras = (useCameras().data ?? []).filter((camera) => camera.site === site.id);
  const words = texts.members;
  const names = [...new Set([...cameras.map(({ name }) => name), ...draft.cameras])];
  return (
    <>
      <Fields>
        <NativeSelect
          label={words.role}
          description={words.may[draft.role]}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={ROLES.map((value) => ({ value, label: texts.sites.roles[value] }))}
          value={draft.role}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...draft, role: ROLES.find((role) => role === value) ?? draft.role })
          }
        />
        {draft.role !== "owner" && (
          <TextInput
            type="date"
            label={words.lastDay}
            description={words.lastDayDetail(site.zone)}
            inputWrapperOrder={["label", "input", "description", "error"]}
            min={today}
            value={draft.lastDay}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, lastDay: value })}
          />
        )}
      </Fields>
      {draft.role !== "owner" && names.length > 0 && (
        <Choices
          legend={words.cameras}
          items={[
            { value: "", label: words.allCameras },
            ...names.map((value) => ({ value, label: formatName(value) })),
          ]}
          chosen={draft.cameras.length === 0 ? [""] : draft.cameras}
          onToggle={(camera) =>
            onChange({ ...draft, cameras: camera === "" ? [] : toggle(draft.cameras, camera) })
          }
        />
      )}
    </>
  );
}
