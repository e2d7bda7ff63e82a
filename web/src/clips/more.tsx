import { Button } from "@mantine/core";
import { useEffect } from "react";
import { texts } from "../texts";
import { ProblemNotice } from "../ui/notice";
import classes from "./list.module.css";
import type { useClips } from "./queries";
import { useNear } from "./use_reader";

/** Further pages are fetched this far before their place scrolls into view; pixels. */
const AHEAD_PX = 800;

/** The end of the list: fetches what follows by itself, or by the button. */
export function More({ list }: { list: ReturnType<typeof useClips> }) {
  const { ref, near } = useNear<HTMLDivElement>(AHEAD_PX);
  const { fetchNextPage, hasNextPage, isFetching, isFetchNextPageError } = list;
  const wanted = near && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  return (
    <div ref={ref} className={classes.more}>
      {isFetchNextPageError && (
        <ProblemNotice
          title={texts.clips.moreFailed}
          error={list.error}
          onRetry={() => void fetchNextPage()}
        />
      )}
      {hasNextPage && !isFetchNextPageError && (
        <Button
          variant="default"
          disabled={list.isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {list.isFetchingNextPage ? texts.clips.loadingMore : texts.clips.loadMore}
        </Button>
      )}
      {!hasNextPage && list.clips.length > 0 && <p className={classes.end}>{texts.clips.end}</p>}
    </div>
  );
}
