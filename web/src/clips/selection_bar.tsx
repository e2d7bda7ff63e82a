import { ActionIcon, Button } from "@mantine/core";
import { useState } from "react";
import { texts } from "../texts";
import { CloseIcon, StarIcon } from "../ui/icons";
import { mayKeep } from "./keeping/state";
import { useKeepable, useKeepMany } from "./keeping/use_keep_many";
import { useSites } from "./queries";
import { useMarkSeen } from "./seen";
import classes from "./selection_bar.module.css";
import type { Selecting } from "./use_selection";

/** What can be done with all that is selected; at the lower edge, under the thumb. */
export function SelectionBar({ selecting }: { selecting: Selecting }) {
  const mark = useMarkSeen();
  const { clips, end } = selecting;
  const finish = (seen: boolean) => {
    void mark(clips, seen, true);
    end();
  };
  return (
    <div className={classes.place}>
      <section className={classes.bar} aria-label={texts.list.select}>
        <span role="status" className={classes.count}>
          {texts.list.selected(clips.length)}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.list.selectEnd}
          title={texts.list.selectEnd}
          onClick={end}
        >
          <CloseIcon />
        </ActionIcon>
        <Button size="sm" disabled={clips.length === 0} onClick={() => finish(true)}>
          {texts.list.markSeen}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={clips.length === 0}
          onClick={() => finish(false)}
        >
          {texts.list.markUnseen}
        </Button>
        <KeepAll selecting={selecting} />
      </section>
    </div>
  );
}

/** Stars all that is chosen; what could not be starred stays chosen. */
function KeepAll({ selecting: { clips, keepOnly, end } }: { selecting: Selecting }) {
  const sites = useSites().data ?? [];
  const keepable = useKeepable()(clips);
  const keep = useKeepMany();
  const [progress, setProgress] = useState<{ over: number; all: number } | null>(null);
  if (!sites.some(mayKeep)) return null;
  const keepAll = async () => {
    const all = keepable.length;
    setProgress({ over: 0, all });
    const failed = await keep(keepable, (over) => setProgress({ over, all }));
    setProgress(null);
    if (failed.length === 0) end();
    else keepOnly(failed);
  };
  const isBusy = progress !== null;
  return (
    <Button
      size="sm"
      variant="default"
      disabled={!isBusy && keepable.length === 0}
      aria-disabled={isBusy}
      leftSection={<StarIcon filled={false} />}
      onClick={() => !isBusy && void keepAll()}
    >
      {isBusy
        ? texts.keeping.keepingMany(progress.over, progress.all)
        : texts.keeping.keepMany(keepable.length)}
    </Button>
  );
}
