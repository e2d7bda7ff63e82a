import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../texts";
import classes from "./form.module.css";
import { sayProblem } from "./problem";

interface FormProps {
  label: string;
  /** Whether there is something to save. */
  unsaved: boolean;
  saving: boolean;
  /** Saved a moment ago. */
  saved?: boolean;
  error: Error | null;
  action: string;
  onSave: () => void;
  /** Beside the button, such as one that cancels. */
  others?: ReactNode;
  children: ReactNode;
}

/** Fields, one button and what came of it; Enter saves. */
export function Form(props: FormProps) {
  const { label, unsaved, saving, saved = false, error, action, onSave, others, children } = props;
  return (
    <form
      className={classes.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (unsaved && !saving) onSave();
      }}
    >
      {children}
      <div className={classes.actions}>
        <Button type="submit" disabled={!unsaved} loading={saving}>
          {action}
        </Button>
        {others}
        <span role="status" className={classes.said}>
          {saved && !unsaved && texts.app.saved}
        </span>
      </div>
      {error !== null && (
        <p role="alert" className={classes.wrong}>
          {sayProblem(error)}
        </p>
      )}
    </form>
  );
}

export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>;
}

interface ChoicesProps<T extends string> {
  legend: string;
  items: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onToggle: (value: T) => void;
}

/** Any number of a few things. */
export function Choices<T extends string>({ legend, items, chosen, onToggle }: ChoicesProps<T>) {
  return (
    <fieldset className={classes.choices}>
      <legend>{legend}</legend>
      {items.map(({ value, label }) => (
        <label key={value} className={classes.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onToggle(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
