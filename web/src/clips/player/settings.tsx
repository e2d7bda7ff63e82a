import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { texts } from "../../texts";
import { type Choices, QUALITIES, SPEED_NAMES, SPEEDS } from "./choices";
import { KeyboardIcon, SettingsIcon } from "./icons";
import { Panel } from "./panel";
import classes from "./settings.module.css";
import type { Choose } from "./use_choices";

interface SettingsProps {
  choices: Choices;
  choose: Choose;
  /** What plays at the moment, in words. */
  now: string | null;
  /** Whether there is a choice of versions. */
  hasLow: boolean;
  help: () => void;
}

/** How to watch: remembered by the browser. */
export function Settings({ choices, choose, now, hasLow, help }: SettingsProps) {
  const [isOpen, setOpen] = useState(false);
  const words = texts.watching;
  return (
    <Panel
      label={words.settings}
      icon={<SettingsIcon />}
      isOpen={isOpen}
      setOpen={setOpen}
      opens="up"
    >
      <div className={classes.settings}>
        <h3 className={classes.name}>{words.quality}</h3>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.quality}
          data={QUALITIES.map((value) => ({ value, label: words.qualities[value] }))}
          value={choices.quality}
          onChange={(value) => choose({ quality: value })}
        />
        <p className={classes.note}>{hasLow ? now !== null && words.now(now) : words.noLow}</p>
        <h3 className={classes.name}>{words.speed}</h3>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.speed}
          data={SPEEDS.map((speed) => ({
            value: String(speed),
            label: words.speeds(SPEED_NAMES[speed]),
          }))}
          value={String(choices.speed)}
          onChange={(value) =>
            choose({ speed: SPEEDS.find((speed) => String(speed) === value) ?? choices.speed })
          }
        />
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={choices.autoplay}
            onChange={({ currentTarget }) => choose({ autoplay: currentTarget.checked })}
          />
          {words.autoplay}
        </label>
        <Button
          variant="default"
          size="xs"
          fullWidth
          leftSection={<KeyboardIcon />}
          onClick={() => {
            setOpen(false);
            help();
          }}
        >
          {words.keysAndGestures}
        </Button>
      </div>
    </Panel>
  );
}
