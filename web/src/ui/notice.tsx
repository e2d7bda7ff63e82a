import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../texts";
import { AlertIcon } from "./icons";
import classes from "./notice.module.css";
import { Problem } from "./problem";

interface NoticeProps {
  icon?: ReactNode;
  title: string;
  detail: string;
  /** It is all there is: its title is the page's. */
  whole?: boolean;
  children?: ReactNode;
}

/** A page, or a part of one, that has nothing else to show. */
export function Notice({ icon, title, detail, whole = false, children }: NoticeProps) {
  const Title = whole ? "h1" : "h2";
  return (
    <div className={classes.notice}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <Title className={classes.title}>{title}</Title>
      <p className={classes.detail}>{detail}</p>
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}

/** What helps those who look into it. */
export function Fineprint({ children }: { children: string }) {
  return <p className={classes.fineprint}>{children}</p>;
}

interface ProblemNoticeProps {
  title: string;
  error: Error;
  onRetry: () => void;
  children?: ReactNode;
}

export function ProblemNotice({ title, error, onRetry, children }: ProblemNoticeProps) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div role="alert">
      <Notice icon={<AlertIcon />} title={title} detail={problem?.message ?? texts.problem.broken}>
        <Button variant="default" onClick={onRetry}>
          {texts.problem.again}
        </Button>
        {children}
      </Notice>
      {problem !== null && problem.requestId !== null && (
        <Fineprint>{texts.problem.request(problem.requestId)}</Fineprint>
      )}
    </div>
  );
}
