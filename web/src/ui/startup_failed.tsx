import { Button } from "@mantine/core";
import { texts } from "../texts";
import { AlertIcon } from "./icons";
import { Fineprint, Notice } from "./notice";

interface StartupFailedProps {
  /** For whoever runs the deployment. */
  reason: string;
  onRetry: () => void;
}

export function StartupFailed({ reason, onRetry }: StartupFailedProps) {
  return (
    <main>
      <div role="alert">
        <Notice
          whole
          icon={<AlertIcon />}
          title={texts.startup.title}
          detail={texts.startup.detail}
        >
          <Button onClick={onRetry}>{texts.startup.again}</Button>
        </Notice>
        <Fineprint>{reason}</Fineprint>
      </div>
    </main>
  );
}
