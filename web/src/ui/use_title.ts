import { useEffect } from "react";
import { texts } from "../texts";

/** What the browser's tab and history call this page. */
export function useTitle(page: string): void {
  useEffect(() => {
    document.title = texts.app.title(page);
  }, [page]);
}
