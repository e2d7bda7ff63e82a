import { ActionIcon, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useApp } from "../app_context";
import { texts } from "../texts";
import { CloseIcon, NewerIcon, OlderIcon } from "../ui/icons";
import { useTitle } from "../ui/use_title";
import type { ClipSummary } from "./api";
import classes from "./dialog.module.css";
import { formatCamera } from "./format";
import { nameForeignZone, useSiteZone } from "./in_site_zone";
import type { Neighbours } from "./state";

interface ClipHeadProps {
  clip: ClipSummary | undefined;
  neighbours: Neighbours;
  go: (id: string) => void;
  close: () => void;
  /** What else can be done with the clip. */
  children: ReactNode;
}

export function ClipHead({ clip, neighbours, go, close, children }: ClipHeadProps) {
  const { formats } = useApp();
  const camera = clip === undefined ? texts.player.pageTitle : formatCamera(clip.camera);
  const time = clip === undefined ? "" : formats.time(clip.recorded_at);
  const zone = useSiteZone(clip?.site);
  const foreign =
    clip === undefined ? null : nameForeignZone(zone, clip.recorded_at, formats.locale);
  useTitle(clip === undefined ? camera : `${camera}, ${time}`);
  return (
    <div className={classes.head}>
      <Modal.Title className={classes.title}>
        {camera}
        {clip !== undefined && (
          <time
            className={classes.time}
            dateTime={clip.recorded_at}
            title={formats.moment(clip.recorded_at)}
          >
            {formats.day(formats.dateOf(clip.recorded_at), new Date())}, {time}
            {foreign !== null && ` ${foreign}`}
          </time>
        )}
      </Modal.Title>
      <Step label={texts.player.newer} id={neighbours.newer} go={go}>
        <NewerIcon />
      </Step>
      <Step label={texts.player.older} id={neighbours.older} go={go}>
        <OlderIcon />
      </Step>
      {children}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={texts.player.close}
        title={texts.player.close}
        onClick={close}
      >
        <CloseIcon />
      </ActionIcon>
    </div>
  );
}

interface StepProps {
  label: string;
  id: string | null;
  go: (id: string) => void;
  children: ReactNode;
}

function Step({ label, id, go, children }: StepProps) {
  return (
    <ActionIcon
      className={classes.step}
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      // Not `disabled`: the button would lose the focus of whoever pages with it.
      aria-disabled={id === null}
      data-disabled={id === null}
      onClick={() => id !== null && go(id)}
    >
      {children}
    </ActionIcon>
  );
}
