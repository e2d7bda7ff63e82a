import { Modal } from "@mantine/core";
import { texts } from "../../texts";
import { CloseIcon } from "../../ui/icons";
import { BarButton } from "./bar";
import classes from "./help.module.css";
import { BINDINGS } from "./keys";
import { useChoices } from "./use_choices";

const TOUCHES = ["tap", "doubleTap", "sideways", "up", "down"] as const;

/** Which keys and gestures there are, and whether keys act. */
export default function Help({ close }: { close: () => void }) {
  return (
    <Modal.Root
      opened
      onClose={close}
      centered
      size="46rem"
      // Mantine's lock injects styles; the page is locked by the clip behind.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{texts.watching.keysAndGestures}</Modal.Title>
          <BarButton label={texts.player.close} onClick={close}>
            <CloseIcon />
          </BarButton>
        </div>
        <Sheet />
      </Modal.Content>
    </Modal.Root>
  );
}

function Sheet() {
  const [choices, choose] = useChoices();
  const words = texts.watching;
  return (
    <div className={classes.sheet}>
      <section>
        <h3 className={classes.name}>{words.keys}</h3>
        <dl className={classes.list}>
          {BINDINGS.map(({ action, keys }) => (
            <div key={action} className={classes.line}>
              <dt>
                {keys.map((key, at) => (
                  <span key={key}>
                    {at > 0 && ` ${words.or} `}
                    <kbd className={classes.key}>{nameKey(key)}</kbd>
                  </span>
                ))}
              </dt>
              <dd>{words.actions[action]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3 className={classes.name}>{words.gestures}</h3>
        <dl className={classes.list}>
          {TOUCHES.map((touch) => (
            <div key={touch} className={classes.line}>
              <dt>{words.touches[touch]}</dt>
              <dd>{words.touched[touch]}</dd>
            </div>
          ))}
        </dl>
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={choices.keys}
            onChange={({ currentTarget }) => choose({ keys: currentTarget.checked })}
          />
          <span>
            {words.singleKeys}
            <span className={classes.detail}>{words.singleKeysDetail}</span>
          </span>
        </label>
      </section>
    </div>
  );
}

function nameKey(key: string): string {
  const names: Readonly<Record<string, string>> = texts.watching.keyNames;
  return names[key] ?? key.toUpperCase();
}
