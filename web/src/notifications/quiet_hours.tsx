import { TextInput } from "@mantine/core";
import { useState } from "react";
import { texts } from "../texts";
import classes from "./section.module.css";
import { type Choices, isTime, NIGHT } from "./state";

interface Props {
  value: Choices;
  onChange: (part: Partial<Choices>) => void;
}

/** The hours are those of the browser's time zone, kept by its name. */
export function QuietHours({ value, onChange }: Props) {
  const quiet = value.quiet_from !== null && value.quiet_to !== null;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset className={classes.group}>
      <legend>{texts.notifications.quiet}</legend>
      <label className={classes.choice}>
        <input
          type="checkbox"
          checked={quiet}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? { ...NIGHT, zone: here } : { quiet_from: null, quiet_to: null })
          }
        />
        {texts.notifications.quietDetail}
      </label>
      {quiet && (
        <>
          <div className={classes.times}>
            <Time
              label={texts.notifications.from}
              value={value.quiet_from ?? NIGHT.quiet_from}
              onChange={(quiet_from) => onChange({ quiet_from, zone: here })}
            />
            <Time
              label={texts.notifications.to}
              value={value.quiet_to ?? NIGHT.quiet_to}
              onChange={(quiet_to) => onChange({ quiet_to, zone: here })}
            />
          </div>
          <p className={classes.said}>{texts.notifications.zone(value.zone ?? here)}</p>
        </>
      )}
    </fieldset>
  );
}

/** Saved when it is left: while it is typed it passes through hours that nobody meant. */
function Time({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="time"
      label={label}
      value={typed ?? value}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={() => {
        if (typed !== null && isTime(typed) && typed !== value) onChange(typed);
        setTyped(null);
      }}
    />
  );
}
