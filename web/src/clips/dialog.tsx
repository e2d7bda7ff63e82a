import { Modal } from "@mantine/core";
import { useEffect, useRef } from "react";
import { type ClipsRoute, formatRoute, leave } from "../route";
import { Toasts } from "../ui/toast";
import { usePageLock } from "../ui/use_page_lock";
import { ClipView } from "./clip_view";
import classes from "./dialog.module.css";

/** One clip over the list, which stays where it was. */
export function ClipDialog({ route }: { route: ClipsRoute }) {
  const open = route.page === "clip";
  usePageLock(open);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (route.page === "clip") shown.current = route.id;
    else if (shown.current !== null) {
      // Back to the clip looked at last, which need not be the one that opened the dialog.
      document
        .querySelector(`[data-clip-id="${shown.current}"]`)
        ?.closest("[data-tile]")
        ?.querySelector("a")
        ?.focus();
      shown.current = null;
    }
  }, [route]);
  return (
    <Modal.Root
      opened={open}
      onClose={() => leave(formatRoute({ page: "clips", filter: route.filter }))}
      // Mantine's lock injects styles; usePageLock does not.
      lockScroll={false}
      returnFocus={false}
      // The player's keys close it, unless the key was for something over it.
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      classNames={{ inner: classes.inner, content: classes.content }}
    >
      <Modal.Overlay />
      <Modal.Content data-clip-dialog>
        {open && <ClipView id={route.id} filter={route.filter} />}
        <Toasts />
      </Modal.Content>
    </Modal.Root>
  );
}
