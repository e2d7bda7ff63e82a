import { ActionIcon, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useApp } from "../app_context";
import { SavedColourSwitch } from "../me/saved_colour_switch";
import { formatRoute, NO_FILTER, useRoute } from "../route";
import { texts } from "../texts";
import { Banner } from "./banner";
import { ColourSwitch } from "./colour_switch";
import { LogoIcon, SignOutIcon } from "./icons";
import { Navigation } from "./navigation";
import classes from "./shell.module.css";
import { SiteSwitcher } from "./site_switcher";
import { Toasts } from "./toast";
import { UpdateHint } from "./update_hint";
import { useOnline } from "./use_online";

/** Everything around a page; `who` is null while nobody is signed in. */
export function Shell({ who, children }: { who: string | null; children: ReactNode }) {
  const online = useOnline();
  const route = useRoute();
  return (
    <>
      {/* A link would put its target where the address holds the route. */}
      <button
        type="button"
        className={classes.skip}
        onClick={() => document.getElementById("content")?.focus()}
      >
        {texts.app.skip}
      </button>
      <header className={classes.header}>
        <div className={classes.bar}>
          <a className={classes.brand} href={formatRoute({ page: "clips", filter: NO_FILTER })}>
            <LogoIcon />
            {texts.app.name}
          </a>
          {who === null ? <span className={classes.room} /> : <Navigation />}
          {who !== null && <SiteSwitcher />}
          {who !== null && <Account who={who} />}
          {who === null ? <ColourSwitch /> : <SavedColourSwitch />}
        </div>
      </header>
      <UpdateHint />
      {!online && <Banner>{texts.app.offline}</Banner>}
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {/* An open clip has its own. */}
      <Toasts away={route.page === "clip"} />
    </>
  );
}

function Account({ who }: { who: string }) {
  const { session } = useApp();
  return (
    <div className={classes.account}>
      <span className={classes.who} title={texts.session.signedInAs(who)}>
        {who}
      </span>
      <Button
        className={classes.wide}
        variant="default"
        size="xs"
        onClick={() => void session.signOut()}
      >
        {texts.session.signOut}
      </Button>
      <ActionIcon
        className={classes.narrow}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={texts.session.signOut}
        title={texts.session.signedInAs(who)}
        onClick={() => void session.signOut()}
      >
        <SignOutIcon />
      </ActionIcon>
    </div>
  );
}
