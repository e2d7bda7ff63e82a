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
  children?: ReactNode;
}

/** A page, or a part of one, that has nothing else to show. */
export function Notice({ icon, title, detail, children }: NoticeProps) {
  return (
    <div className={classes.notice}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.detail}>{detail}</p>
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
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
        <p className={classes.request}>{texts.problem.request(problem.requestId)}</p>
      )}
    </div>
  );
}
