import { type ReactNode, useEffect, useState } from "react";
import { hold } from "../route";
import { texts } from "../texts";
import { Confirm } from "./confirm";

/**
 * While there are edits nobody saved, leaving asks first: a link, the back button, and closing the
 * tab. Show what it returns.
 */
export function useUnsaved(unsaved: boolean): ReactNode {
  const [going, setGoing] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const release = hold((go) => setGoing(() => go));
    window.addEventListener("beforeunload", warn);
    return () => {
      release();
      window.removeEventListener("beforeunload", warn);
    };
  }, [unsaved]);
  if (going === null) return null;
  const words = texts.app.unsaved;
  return (
    <Confirm
      title={words.title}
      action={words.leave}
      cancel={words.stay}
      danger
      onCancel={() => setGoing(null)}
      onAction={() => {
        setGoing(null);
        going();
      }}
    >
      {words.detail}
    </Confirm>
  );
}
