import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../../app_context";
import { CLIPS_PAGE_MAX } from "../../contract";
import type { ClipDetail, ClipSummary } from "../api";
import { clipOptions } from "../queries";
import { fetchAround } from "./around";
import { arrangeStills, isNearEdge, type Stills } from "./stills";

/** The stills of the same camera around this one; a window that moves along with the reader. */
export function useStills(still: ClipSummary): Stills {
  const { api } = useApp();
  const [anchor, setAnchor] = useState(still);
  const around = useQuery({
    queryKey: ["stills", anchor.camera, anchor.id],
    queryFn: ({ signal }) =>
      fetchAround(api, anchor, { camera: anchor.camera, kind: "still" }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const stills = useMemo(() => arrangeStills(around.data, still), [around.data, still]);
  const moves = around.isFetched && anchor.id !== still.id && isNearEdge(stills, CLIPS_PAGE_MAX);
  useEffect(() => {
    if (moves) setAnchor(still);
  }, [moves, still]);
  return stills;
}

/** Whether the picture of this clip is loaded, so that it shows without a blank in between. */
export function usePictureReady(id: string | undefined): boolean {
  const { api } = useApp();
  const detail = useQuery({ ...clipOptions(api, id ?? ""), enabled: id !== undefined });
  const [ready, setReady] = useState<string | null>(null);
  const url = readUrl(detail.data);
  useEffect(() => {
    if (id === undefined || url === null) return;
    const picture = new Image();
    // One that cannot be shown is said to be so when its turn comes.
    const done = () => setReady(id);
    picture.addEventListener("load", done);
    picture.addEventListener("error", done);
    picture.src = url;
    return () => {
      picture.removeEventListener("load", done);
      picture.removeEventListener("error", done);
    };
  }, [id, url]);
  return id !== undefined && (ready === id || detail.isError);
}

function readUrl(clip: ClipDetail | undefined): string | null {
  return (clip?.media.hd ?? clip?.media.original)?.url ?? null;
}
