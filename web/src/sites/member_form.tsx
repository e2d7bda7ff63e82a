import { Button } from "@mantine/core";
import { useState } from "react";
import { localOf } from "../clips/zone";
import { texts } from "../texts";
import { Conflict } from "../ui/conflict";
import { Form } from "../ui/form";
import { isConflict } from "../ui/problem";
import { useToday } from "../ui/use_today";
import { useUnsaved } from "../ui/use_unsaved";
import type { Site } from "./api";
import { useDescribePart } from "./describe_part";
import { useChangeMember } from "./member_queries";
import { addressOf, type Member } from "./members_api";
import { draftPart, isSamePart, readPart } from "./part";
import { PartFields } from "./part_fields";

interface MemberFormProps {
  site: Site;
  /** As it is saved now. */
  member: Member;
  onDone: () => void;
}

export function MemberForm({ site, member, onDone }: MemberFormProps) {
  // What this person began with; another owner may save a newer one meanwhile.
  const [base] = useState(member);
  const [draft, setDraft] = useState(() => draftPart(member, site.zone));
  const today = localOf(useToday().getTime(), site.zone).date;
  const change = useChangeMember(site.id);
  const describe = useDescribePart(site);
  const unsaved = !isSamePart(draft, draftPart(base, site.zone), site.zone);
  const leaving = useUnsaved(unsaved && !change.isSuccess);
  const wanted = readPart(draft, site.zone);
  const save = (version: number) =>
    change.mutate({ member: member.id, ...wanted, version }, { onSuccess: onDone });
  const conflict = isConflict(change.error) && member.version > base.version;
  return (
    <>
      <Form
        label={addressOf(member)}
        unsaved={unsaved}
        saving={change.isPending}
        error={conflict ? null : change.error}
        action={texts.sites.save}
        onSave={() => save(base.version)}
        others={
          <Button variant="default" onClick={onDone}>
            {texts.sites.cancel}
          </Button>
        }
      >
        <PartFields site={site} draft={draft} today={today} onChange={setDraft} />
      </Form>
      {leaving}
      {conflict && (
        <Conflict
          theirs={describe(member)}
          mine={describe(wanted)}
          busy={change.isPending}
          onTake={onDone}
          onKeep={() => save(member.version)}
        />
      )}
    </>
  );
}
