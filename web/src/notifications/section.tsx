import { SegmentedControl } from "@mantine/core";
import type { Camera } from "../clips/api";
import { formatCamera } from "../clips/format";
import { useCameras } from "../clips/queries";
import { texts } from "../texts";
import { Browsers } from "./browsers";
import { usePushKey } from "./queries";
import { QuietHours } from "./quiet_hours";
import classes from "./section.module.css";
import { CHANNELS, type Choices, toggleCamera } from "./state";

interface Props {
  value: Choices;
  /** Each choice is one change, saved at once. */
  onChange: (value: Choices) => void;
}

/** What the reader is told of new clips, how and when; it has no heading of its own. */
export function NotificationSettings({ value, onChange }: Props) {
  const change = (part: Partial<Choices>) => onChange({ ...value, ...part });
  return (
    <div className={classes.section}>
      <div className={classes.group}>
        <p className={classes.label} id="notifications-channel">
          {texts.notifications.channel}
        </p>
        <SegmentedControl
          className={classes.action}
          aria-labelledby="notifications-channel"
          data={CHANNELS.map((channel) => ({
            value: channel,
            label: texts.notifications.channels[channel],
          }))}
          value={value.channel}
          onChange={(channel) =>
            change({ channel: CHANNELS.find((one) => one === channel) ?? "none" })
          }
        />
        {value.channel === "email" && <Sender />}
      </div>
      {value.channel === "push" && <Browsers />}
      {value.channel !== "none" && (
        <>
          <Cameras chosen={value.cameras} onChange={(cameras) => change({ cameras })} />
          <QuietHours value={value} onChange={change} />
        </>
      )}
    </div>
  );
}

function Sender() {
  const key = usePushKey();
  // Holds the place of the line, so that nothing moves when it comes.
  if (key.isPending)
    return (
      <p className={classes.said} aria-busy="true">
        {"\u00a0"}
      </p>
    );
  if (key.data === undefined) return null;
  const sender = key.data.mail_sender;
  if (sender === null) return <p className={classes.wrong}>{texts.notifications.noMail}</p>;
  return <p className={classes.said}>{texts.notifications.mailFrom(sender)}</p>;
}

function Cameras({
  chosen,
  onChange,
}: {
  chosen: string[] | null;
  onChange: (chosen: string[] | null) => void;
}) {
  const cameras = useCameras();
  const all: readonly Pick<Camera, "id">[] = cameras.data ?? [];
  return (
    <fieldset className={classes.group}>
      <legend>{texts.notifications.cameras}</legend>
      <label className={classes.choice}>
        <input
          type="checkbox"
          checked={chosen === null}
          disabled={all.length === 0}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? null : all.map((camera) => camera.id))
          }
        />
        {texts.notifications.allCameras}
      </label>
      <div className={classes.cameras}>
        {all.map(({ id }) => (
          <label key={id} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen === null || chosen.includes(id)}
              disabled={isLast(chosen, id, all)}
              onChange={() => onChange(toggleCamera(chosen, id, all))}
            />
            {formatCamera(id)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function isLast(chosen: string[] | null, id: string, all: readonly Pick<Camera, "id">[]): boolean {
  const now = chosen ?? all.map((camera) => camera.id);
  return now.length === 1 && now[0] === id;
}
