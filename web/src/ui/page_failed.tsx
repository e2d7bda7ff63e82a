import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { texts } from "../texts";
import { AlertIcon } from "./icons";
import { Fineprint, Notice } from "./notice";

interface PageFailedProps {
  children: ReactNode;
}

/** In place of a page whose file could not be fetched, or that broke while it was shown. */
export class PageFailed extends Component<PageFailedProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert">
        <Notice
          whole
          icon={<AlertIcon />}
          title={texts.app.pageFailed}
          detail={texts.app.pageFailedDetail}
        >
          <Button onClick={() => window.location.reload()}>{texts.app.reload}</Button>
        </Notice>
        <Fineprint>{error instanceof Error ? error.message : String(error)}</Fineprint>
      </div>
    );
  }
}
