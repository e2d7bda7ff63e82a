import { Button } from "@mantine/core";
import { useState } from "react";
import { useApp } from "../app_context";
import { texts } from "../texts";
import { LogoIcon } from "../ui/icons";
import { useTitle } from "../ui/use_title";
import classes from "./signed_out.module.css";
import type { SessionState } from "./state";

export function SignedOut({ state }: { state: Extract<SessionState, { kind: "signedOut" }> }) {
  const { session } = useApp();
  const [opening, setOpening] = useState(false);
  useTitle(texts.session.pageTitle);
  const signIn = async () => {
    setOpening(true);
    await session.signIn();
    setOpening(false);
  };
  return (
    <div className={classes.page}>
      <LogoIcon />
      <h1 className={classes.title}>{texts.session.promise}</h1>
      <p className={classes.about}>{texts.session.about}</p>
      {state.ended !== null && (
        <p role="alert" className={classes.ended}>
          {texts.session.ended[state.ended]}
          {state.detail !== null && ` ${state.detail}`}
        </p>
      )}
      <Button size="md" loading={opening} onClick={() => void signIn()}>
        {texts.session.signIn}
      </Button>
    </div>
  );
}
