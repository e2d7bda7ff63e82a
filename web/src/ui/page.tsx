import type { ReactNode } from "react";
import classes from "./page.module.css";
import { useTitle } from "./use_title";

interface PageFrameProps {
  title: string;
  /** Beside the title: what can be done with the whole page. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Every page but the clips: its title, for the tab as well, and its sections below one another. */
export function PageFrame({ title, actions, children }: PageFrameProps) {
  useTitle(title);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  detail?: string;
  children: ReactNode;
}

export function Section({ title, detail, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {detail !== undefined && <p className={classes.detail}>{detail}</p>}
      {children}
    </section>
  );
}
