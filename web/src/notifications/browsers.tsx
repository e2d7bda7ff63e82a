import { Button } from "@mantine/core";
import { useApp } from "../app_context";
import { texts } from "../texts";
import { Problem } from "../ui/problem";
import type { Browser } from "./api";
import { useBrowsers, useRemoveBrowser, useTurn } from "./queries";
import classes from "./section.module.css";
import type { Ability } from "./state";
import { ability, NotPermitted } from "./this_browser";

/** Where pushes are shown: this browser, to turn on or off, and the reader's others. */
export function Browsers() {
  const here = ability();
  const browsers = useBrowsers(true);
  const turn = useTurn();
  const remove = useRemoveBrowser();
  const busy = turn.isPending || remove.isPending;
  const error = turn.error ?? remove.error ?? null;
  const { all, own } = browsers.data ?? { all: [], own: null };
  return (
    <div className={classes.group}>
      <p className={classes.label}>{texts.notifications.browsers}</p>
      {browsers.isError && <Wrong>{texts.notifications.browsersFailed}</Wrong>}
      {browsers.isSuccess && all.length === 0 && (
        <p className={classes.said}>{texts.notifications.noBrowsers}</p>
      )}
      <ul className={classes.browsers}>
        {all.map((browser) => (
          <li key={browser.id} className={classes.browser}>
            <BrowserLine browser={browser} own={browser.id === own} />
            <Button
              variant="subtle"
              disabled={busy}
              aria-label={
                browser.id === own
                  ? texts.notifications.turnOff
                  : texts.notifications.remove(nameOf(browser))
              }
              onClick={() => (browser.id === own ? turn.mutate(false) : remove.mutate(browser.id))}
            >
              {browser.id === own ? texts.notifications.turnOff : texts.notifications.removeShort}
            </Button>
          </li>
        ))}
      </ul>
      {here === "able" && browsers.isSuccess && own === null && (
        <Button
          className={classes.action}
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate(true)}
        >
          {texts.notifications.turnOn}
        </Button>
      )}
      {here !== "able" && <p className={classes.said}>{texts.notifications[here]}</p>}
      {error !== null && <Wrong>{explain(error, here)}</Wrong>}
    </div>
  );
}

function BrowserLine({ browser, own }: { browser: Browser; own: boolean }) {
  const { formats } = useApp();
  const since = texts.notifications.since(formats.moment(browser.created_at));
  return (
    <span>
      {nameOf(browser)}
      {own && ` (${texts.notifications.here})`}
      <span className={classes.since}>{since}</span>
    </span>
  );
}

function Wrong({ children }: { children: string }) {
  return (
    <p role="alert" className={classes.wrong}>
      {children}
    </p>
  );
}

function nameOf(browser: Browser): string {
  return browser.label === "" ? texts.notifications.unnamed : browser.label;
}

function explain(error: Error, here: Ability): string {
  if (error instanceof NotPermitted)
    return here === "blocked" ? texts.notifications.blocked : texts.notifications.notPermitted;
  return error instanceof Problem ? error.message : texts.notifications.pushFailed;
}
