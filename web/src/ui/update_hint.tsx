import { Button } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { isUpdated, subscribeUpdated } from "../offline/installed";
import { texts } from "../texts";
import classes from "./update_hint.module.css";

/** Offers what was deployed since this tab was opened; never takes it without being asked. */
export function UpdateHint() {
  const updated = useSyncExternalStore(subscribeUpdated, isUpdated);
  return (
    <div role="status">
      {updated && (
        <div className={classes.hint}>
          {texts.offline.updated}
          <Button size="xs" onClick={() => window.location.reload()}>
            {texts.offline.reload}
          </Button>
        </div>
      )}
    </div>
  );
}
