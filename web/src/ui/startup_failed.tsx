import { Button } from "@mantine/core";
import { texts } from "../texts";
import { AlertIcon } from "./icons";
import { Notice } from "./notice";

export function StartupFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <main>
      <div role="alert">
        <Notice icon={<AlertIcon />} title={texts.startup.title} detail={texts.startup.detail}>
          <Button onClick={onRetry}>{texts.startup.again}</Button>
        </Notice>
      </div>
    </main>
  );
}
