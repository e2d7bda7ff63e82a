import { Skeleton } from "@mantine/core";
import { useState } from "react";
import type { PageProps } from "../pages";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import { Section } from "../ui/page";
import type { Site } from "./api";
import { InviteForm } from "./invite_form";
import { MemberForm } from "./member_form";
import { useMembers } from "./member_queries";
import { MemberRow } from "./member_row";
import { SiteFrame } from "./site_frame";
import classes from "./sites.module.css";

/** Who belongs to a site; for its owners. */
export default function MembersPage({ params }: PageProps) {
  return (
    <SiteFrame site={params["site"] ?? ""} tab="members">
      {(site) => (
        <>
          <Members site={site} />
          <InviteForm site={site} />
        </>
      )}
    </SiteFrame>
  );
}

function Members({ site }: { site: Site }) {
  const members = useMembers(site.id);
  const [edited, setEdited] = useState<string | null>(null);
  const words = texts.members;
  return (
    <Section title={texts.sites.members}>
      {members.data !== undefined ? (
        <ul className={classes.rows}>
          {members.data.map((member) => (
            <li key={member.id} className={classes.row}>
              {edited === member.id ? (
                <MemberForm site={site} member={member} onDone={() => setEdited(null)} />
              ) : (
                <MemberRow site={site} member={member} onEdit={() => setEdited(member.id)} />
              )}
            </li>
          ))}
        </ul>
      ) : members.error !== null ? (
        <ProblemNotice
          title={words.failed}
          error={members.error}
          onRetry={() => void members.refetch()}
        />
      ) : (
        <Skeleton height={120} />
      )}
    </Section>
  );
}
