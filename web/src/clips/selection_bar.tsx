import { ActionIcon, Button } from "@mantine/core";
import { texts } from "../texts";
import { CloseIcon } from "../ui/icons";
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
      </section>
    </div>
  );
}
