import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { formatName } from "../clips/format";
import { useCameras } from "../clips/queries";
import { texts } from "../texts";
import { Confirm } from "../ui/confirm";
import { DownIcon, UpIcon } from "../ui/icons";
import { ProblemNotice } from "../ui/notice";
import { Section } from "../ui/page";
import { sayProblem } from "../ui/problem";
import type { Site } from "./api";
import { GroupForm } from "./group_form";
import { useGroups, useMoveGroup, useRemoveGroup } from "./group_queries";
import type { Group } from "./groups_api";
import classes from "./sites.module.css";
import { mayArrange } from "./state";

/** Which one is being edited; "new" is one that does not exist yet. */
type Edited = Group["id"] | "new" | null;

export function Groups({ site }: { site: Site }) {
  const groups = useGroups(site.id);
  const cameras = (useCameras().data ?? []).filter((camera) => camera.site === site.id);
  const [edited, setEdited] = useState<Edited>(null);
  const words = texts.groups;
  const names = cameras.map(({ name }) => name);
  if (groups.data === undefined) {
    return (
      <Section title={words.title}>
        {groups.error === null ? (
          <Skeleton height={96} />
        ) : (
          <ProblemNotice
            title={words.failed}
            error={groups.error}
            onRetry={() => void groups.refetch()}
          />
        )}
      </Section>
    );
  }
  const close = () => setEdited(null);
  return (
    <Section title={words.title} detail={words.detail}>
      {groups.data.length === 0 && edited !== "new" && <p>{words.none}</p>}
      <ul className={classes.rows}>
        {groups.data.map((group, at) => (
          <li key={group.id} className={classes.row}>
            {edited === group.id ? (
              <GroupForm site={site.id} group={group} cameras={names} onDone={close} />
            ) : (
              <GroupRow
                site={site}
                group={group}
                at={at}
                last={at === groups.data.length - 1}
                onEdit={() => setEdited(group.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {mayArrange(site.role) &&
        (edited === "new" ? (
          <GroupForm site={site.id} group={null} cameras={names} onDone={close} />
        ) : (
          <div>
            <Button variant="default" disabled={edited !== null} onClick={() => setEdited("new")}>
              {words.add}
            </Button>
          </div>
        ))}
    </Section>
  );
}

interface GroupRowProps {
  site: Site;
  group: Group;
  /** Its place among the groups, from 0. */
  at: number;
  last: boolean;
  onEdit: () => void;
}

function GroupRow({ site, group, at, last, onEdit }: GroupRowProps) {
  const shift = useMoveGroup(site.id);
  const words = texts.groups;
  return (
    <>
      <div className={classes.what}>
        <p className={classes.name}>
          <a href={`#/clips?site=${site.id}&group=${group.id}`}>{group.name}</a>
        </p>
        <p className={classes.facts}>
          {group.cameras.length === 0 ? words.empty : group.cameras.map(formatName).join(", ")}
        </p>
        {shift.error !== null && (
          <p role="alert" className={classes.wrong}>
            {sayProblem(shift.error)}
          </p>
        )}
      </div>
      {mayArrange(site.role) && (
        <div className={classes.buttons}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={words.up(group.name)}
            disabled={at === 0 || shift.isPending}
            onClick={() => shift.mutate({ group, position: at - 1 })}
          >
            <UpIcon />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={words.down(group.name)}
            disabled={last || shift.isPending}
            onClick={() => shift.mutate({ group, position: at + 1 })}
          >
            <DownIcon />
          </ActionIcon>
          <Button variant="default" size="sm" aria-label={words.edit(group.name)} onClick={onEdit}>
            {texts.sites.edit}
          </Button>
          <RemoveGroup site={site.id} group={group} />
        </div>
      )}
    </>
  );
}

function RemoveGroup({ site, group }: { site: string; group: Group }) {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveGroup(site);
  const words = texts.groups;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={words.remove(group.name)}
        onClick={() => setAsking(true)}
      >
        {texts.sites.remove}
      </Button>
      {asking && (
        <Confirm
          title={words.remove(group.name)}
          action={texts.sites.remove}
          cancel={texts.sites.cancel}
          danger
          busy={remove.isPending}
          onAction={() => remove.mutate(group, { onSuccess: () => setAsking(false) })}
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
