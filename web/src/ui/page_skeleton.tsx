import { Skeleton, VisuallyHidden } from "@mantine/core";
import { texts } from "../texts";
import classes from "./page.module.css";

const LINES = ["100%", "92%", "97%", "60%"];

/** Stands in for a page until its file, or what it shows, is there. */
export function PageSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <VisuallyHidden role="status">{texts.app.loadingPage}</VisuallyHidden>
      <Skeleton width="12rem" height={32} aria-hidden="true" />
      <div className={classes.section} aria-hidden="true">
        {LINES.map((width) => (
          <Skeleton key={width} width={width} height={20} />
        ))}
      </div>
    </div>
  );
}
