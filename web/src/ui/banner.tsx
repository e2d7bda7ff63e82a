import type { ReactNode } from "react";
import classes from "./banner.module.css";

/** Says what is wrong for now, without moving the page. */
export function Banner({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className={classes.banner}>
      {children}
    </p>
  );
}
