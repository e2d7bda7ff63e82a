import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./confirm.module.css";
import { usePageLock } from "./use_page_lock";

interface ConfirmProps {
  title: string;
  /** What will be done, in words for the button. */
  action: string;
  /** What Escape and the other button do. */
  cancel: string;
  danger?: boolean;
  busy?: boolean;
  onAction: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A question over the page; the keyboard begins at the answer that changes nothing. */
export function Confirm(props: ConfirmProps) {
  const { title, action, cancel, danger = false, busy = false, onAction, onCancel } = props;
  usePageLock(true);
  return (
    <Modal.Root
      opened
      onClose={onCancel}
      // Mantine's lock injects styles; usePageLock does not.
      lockScroll={false}
      centered
      size="28rem"
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.confirm}>
          {/* Names the dialog as well. */}
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <div className={classes.detail}>{props.children}</div>
          <div className={classes.actions}>
            <Button variant="default" data-autofocus onClick={onCancel}>
              {cancel}
            </Button>
            <Button {...(danger ? { "data-danger": true } : {})} loading={busy} onClick={onAction}>
              {action}
            </Button>
          </div>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
