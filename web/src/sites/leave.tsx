import { Button } from "@mantine/core";
import { useState } from "react";
import { useProfile } from "../me/profile";
import { enter } from "../route";
import { texts } from "../texts";
import { Confirm } from "../ui/confirm";
import { sayProblem } from "../ui/problem";
import type { Site } from "./api";
import { useLeave } from "./member_queries";
import classes from "./sites.module.css";

/** The way out of a site, for anybody. */
export function Leave({ site }: { site: Site }) {
  const [asking, setAsking] = useState(false);
  const me = useProfile().data?.id;
  const leave = useLeave(site.id);
  const words = texts.members;
  return (
    <div>
      <Button variant="default" disabled={me === undefined} onClick={() => setAsking(true)}>
        {words.leave}
      </Button>
      {asking && me !== undefined && (
        <Confirm
          title={words.leave}
          action={words.leave}
          cancel={texts.sites.cancel}
          danger
          busy={leave.isPending}
          onAction={() => leave.mutate(me, { onSuccess: () => enter("#/sites") })}
          onCancel={() => setAsking(false)}
        >
          <p>{words.leaveDetail}</p>
          {leave.error !== null && (
            <p role="alert" className={classes.wrong}>
              {sayProblem(leave.error)}
            </p>
          )}
        </Confirm>
      )}
    </div>
  );
}
