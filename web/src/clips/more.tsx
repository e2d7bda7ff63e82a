import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import classes from "./list.module.css";
import type { useClips } from "./queries";

interface MoreProps {
  list: ReturnType<typeof useClips>;
  /** How far back a search has come that finds little. */
  reached: string | null;
}

/** The end of the list: what follows is being fetched, could not be, or is not there. */
export function More({ list, reached }: MoreProps) {
  const { fetchNextPage, hasNextPage, isFetchNextPageError } = list;
  return (
    <div className={classes.more}>
      {isFetchNextPageError && list.error !== null && (
        <ProblemNotice
          title={texts.clips.moreFailed}
          error={list.error}
          onRetry={() => void fetchNextPage()}
        />
      )}
      {hasNextPage && !isFetchNextPageError && (
        <p className={classes.end}>
          {reached === null ? texts.clips.loadingMore : texts.list.searchingOlder(reached)}
        </p>
      )}
      {!hasNextPage && list.clips.length > 0 && <p className={classes.end}>{texts.clips.end}</p>}
    </div>
  );
}
