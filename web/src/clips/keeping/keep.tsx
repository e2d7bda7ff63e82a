import { ActionIcon, Button, Textarea } from "@mantine/core";
import { useId, useState } from "react";
import { useApp } from "../../app_context";
import { CLIPS_NOTE_LETTERS_MAX } from "../../contract";
import { texts } from "../../texts";
import { BinIcon, StarIcon } from "../../ui/icons";
import type { ClipDetail } from "../api";
import { Panel } from "../player/panel";
import { useSites } from "../queries";
import classes from "./keep.module.css";
import { useDeletions, useStars } from "./queries";
import { countLeft, FEW_LETTERS, mayDelete, mayKeep } from "./state";

export type KeepPanel = "star" | "delete";

interface KeepProps {
  clip: ClipDetail;
  open: string | null;
  setOpen: (open: KeepPanel | null) => void;
  /** The clip is gone: show another. */
  onDeleted: () => void;
}

/** What decides how long a clip stays, for those who may decide it. */
export function Keep({ clip, open, setOpen, onDeleted }: KeepProps) {
  const site = useSites().data?.find(({ id }) => id === clip.site);
  const isKept = clip.star !== null;
  if (site === undefined) return <Waiting site={undefined} />;
  return (
    <>
      {mayKeep(site) && (
        <Panel
          label={isKept ? texts.keeping.starred : texts.keeping.star}
          icon={<StarIcon filled={isKept} />}
          isOpen={open === "star"}
          setOpen={(isOpen) => setOpen(isOpen ? "star" : null)}
          opens="down"
        >
          {/* Another clip or star begins with its own note. */}
          <StarForm
            key={`${clip.id} ${clip.star?.version ?? 0}`}
            clip={clip}
            close={() => setOpen(null)}
          />
        </Panel>
      )}
      {mayDelete(site) && (
        <Panel
          label={texts.keeping.delete}
          icon={<BinIcon />}
          isOpen={open === "delete"}
          setOpen={(isOpen) => setOpen(isOpen ? "delete" : null)}
          opens="down"
        >
          <DeleteForm
            clip={clip}
            onDeleted={() => {
              setOpen(null);
              onDeleted();
            }}
          />
        </Panel>
      )}
    </>
  );
}

/** The places of the buttons until it is known what they do; all of them until it is known for whom. */
export function Waiting({ site: id }: { site: string | undefined }) {
  const site = useSites().data?.find((known) => known.id === id);
  const buttons = [
    {
      label: texts.keeping.star,
      icon: <StarIcon filled={false} />,
      isOffered: !site || mayKeep(site),
    },
    { label: texts.keeping.delete, icon: <BinIcon />, isOffered: !site || mayDelete(site) },
  ];
  return (
    <>
      {buttons.map(
        ({ label, icon, isOffered }) =>
          isOffered && (
            <ActionIcon
              key={label}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={label}
              aria-disabled
              data-disabled
            >
              {icon}
            </ActionIcon>
          ),
      )}
    </>
  );
}

function StarForm({ clip, close }: { clip: ClipDetail; close: () => void }) {
  const { formats } = useApp();
  const stars = useStars();
  const { star } = clip;
  const [note, setNote] = useState(star?.note ?? "");
  const [isBusy, setBusy] = useState(false);
  const about = useId();
  const left = countLeft(note);
  const act = async (work: Promise<unknown>) => {
    setBusy(true);
    await work;
    setBusy(false);
    close();
  };
  return (
    <form
      className={classes.form}
      aria-describedby={about}
      onSubmit={(event) => {
        event.preventDefault();
        void act(stars.set(clip.id, note.trim(), star));
      }}
    >
      <p id={about} className={classes.about}>
        {star === null
          ? texts.keeping.keepDetail
          : texts.keeping.by(
              star.yours ? texts.keeping.you : texts.keeping.another,
              formats.moment(star.at),
            )}
      </p>
      <Textarea
        label={texts.keeping.why}
        placeholder={texts.keeping.whyPlaceholder}
        value={note}
        maxLength={CLIPS_NOTE_LETTERS_MAX}
        rows={3}
        description={left < FEW_LETTERS ? texts.keeping.lettersLeft(left) : undefined}
        inputWrapperOrder={["label", "input", "description"]}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        {star !== null && (
          <Button
            variant="default"
            disabled={isBusy}
            onClick={() => void act(stars.takeOff(clip.id, star))}
          >
            {texts.keeping.takeOff}
          </Button>
        )}
        <Button type="submit" disabled={isBusy || (star !== null && note.trim() === star.note)}>
          {star === null ? texts.keeping.keep : texts.keeping.save}
        </Button>
      </div>
    </form>
  );
}

function DeleteForm({ clip, onDeleted }: { clip: ClipDetail; onDeleted: () => void }) {
  const { remove } = useDeletions();
  const [isBusy, setBusy] = useState(false);
  const isStarred = clip.star !== null;
  return (
    <div className={classes.form}>
      <p className={classes.about}>
        {isStarred ? texts.keeping.deleteStarred : texts.keeping.deleteDetail}
      </p>
      <div className={classes.actions}>
        <Button
          color="red"
          disabled={isBusy || isStarred}
          onClick={async () => {
            setBusy(true);
            const isDone = await remove(clip.id);
            setBusy(false);
            if (isDone) onDeleted();
          }}
        >
          {texts.keeping.deleteNow}
        </Button>
      </div>
    </div>
  );
}
