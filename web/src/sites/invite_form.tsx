import { TextInput } from "@mantine/core";
import { useState } from "react";
import { localOf } from "../clips/zone";
import { texts } from "../texts";
import { Form } from "../ui/form";
import { Section } from "../ui/page";
import { useToday } from "../ui/use_today";
import { useUnsaved } from "../ui/use_unsaved";
import type { Site } from "./api";
import { useInvite } from "./member_queries";
import { looksLikeEmail, NEW_PART, readPart } from "./part";
import { PartFields } from "./part_fields";

export function InviteForm({ site }: { site: Site }) {
  const [email, setEmail] = useState("");
  const [part, setPart] = useState(NEW_PART);
  const today = localOf(useToday().getTime(), site.zone).date;
  const invite = useInvite(site.id);
  const leaving = useUnsaved(email.trim() !== "");
  const words = texts.members;
  const send = () =>
    invite.mutate(
      { email: email.trim(), ...readPart(part, site.zone) },
      {
        onSuccess: () => {
          setEmail("");
          setPart(NEW_PART);
        },
      },
    );
  return (
    <Section title={words.invite} detail={words.inviteDetail}>
      <Form
        label={words.invite}
        unsaved={looksLikeEmail(email)}
        saving={invite.isPending}
        saved={invite.isSuccess}
        error={invite.error}
        action={words.send}
        onSave={send}
      >
        <TextInput
          type="email"
          autoComplete="off"
          label={words.email}
          value={email}
          onChange={({ currentTarget: { value } }) => setEmail(value)}
        />
        <PartFields site={site} draft={part} today={today} onChange={setPart} />
      </Form>
      {leaving}
    </Section>
  );
}
