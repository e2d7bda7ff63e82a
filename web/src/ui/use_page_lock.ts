import { useLayoutEffect } from "react";

/** Keeps the page from scrolling while `locked`; theme.css does the rest. */
export function usePageLock(locked: boolean): void {
  useLayoutEffect(() => {
    if (!locked) return;
    const page = document.documentElement;
    page.style.setProperty("--scrollbar-width", `${window.innerWidth - page.clientWidth}px`);
    page.dataset["locked"] = "";
    return () => {
      delete page.dataset["locked"];
    };
  }, [locked]);
}
