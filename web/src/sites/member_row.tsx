import { Button } from "@mantine/core";
import { useState } from "react";
import { texts } from "../texts";
import { Confirm } from "../ui/confirm";
import { sayProblem } from "../ui/problem";
import type { Site } from "./api";
import { useDescribePart } from "./describe_part";
import { useInviteAgain, useRemoveMember } from "./member_queries";
import { addressOf, type Member } from "./members_api";
import classes from "./sites.module.css";

interface MemberRowProps {
  site: Site;
  member: Member;
  onEdit: () => void;
}

export function MemberRow({ site, member, onEdit }: MemberRowProps) {
  const words = texts.members;
  const describe = useDescribePart(site);
  const again = useInviteAgain(site.id);
  const address = addressOf(member);
  const named = member.name ?? address;
  return (
    <>
      <div className={classes.what}>
        <p className={classes.name}>{named}</p>
        <p className={classes.facts}>
          {[...(named === address ? [] : [address]), describe(member)].join(" · ")}
        </p>
        {member.state !== "active" && <p className={classes.facts}>{words.states[member.state]}</p>}
        <p role="status" className={classes.facts}>
          {again.isSuccess && words.sent}
        </p>
        {again.error !== null && (
          <p role="alert" className={classes.wrong}>
            {sayProblem(again.error)}
          </p>
        )}
      </div>
      {member.state !== "appointed" && (
        <div className={classes.buttons}>
          {member.state === "invited" && (
            <Button
              variant="default"
              size="sm"
              aria-label={words.inviteAgain(address)}
              loading={again.isPending}
              onClick={() => again.mutate(member.id)}
            >
              {words.again}
            </Button>
          )}
          <Button variant="default" size="sm" aria-label={words.edit(address)} onClick={onEdit}>
            {texts.sites.edit}
          </Button>
          <RemoveMember site={site.id} member={member} />
        </div>
      )}
    </>
  );
}

function RemoveMember({ site, member }: { site: string; member: Member }) {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveMember(site);
  const words = texts.members;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={words.remove(addressOf(member))}
        onClick={() => setAsking(true)}
      >
        {texts.sites.remove}
      </Button>
      {asking && (
        <Confirm
          title={words.remove(addressOf(member))}
          action={texts.sites.remove}
          cancel={texts.sites.cancel}
          danger
          busy={remove.isPending}
          onAction={() => remove.mutate(member.id, { onSuccess: () => setAsking(false) })}
          onCancel={() => setAsking(false)}
        >
          <p>{words.removeDetail}</p>
          {remove.error !== null && (
            <p role="alert" className={classes.wrong}>
              {sayProblem(remove.error)}
            </p>
          )}
        </Confirm>
      )}
    </>
  );
}
