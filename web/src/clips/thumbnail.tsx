import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApp } from "../app_context";
import { texts } from "../texts";
import { CameraIcon } from "../ui/icons";
import type { ClipSummary } from "./api";
import { Preview } from "./preview";
import { clipOptions } from "./queries";
import classes from "./tile.module.css";

/** The first picture, the renewed one, and then none. */
type Attempt = "first" | "renewed" | "none";

/**
 * A still from the clip. Signed addresses change every quarter of an hour; a picture that has
 * loaded keeps the one it came from, and one that did not load is asked for anew once.
 */
export function Thumbnail({ clip }: { clip: ClipSummary }) {
  const { api } = useApp();
  const client = useQueryClient();
  const [kept, setKept] = useState<string | null>(null);
  const [attempt, setAttempt] = useState<Attempt>("first");
  const url = kept ?? clip.thumb_url;

  const renew = async () => {
    if (attempt !== "first") return setAttempt("none");
    try {
      const fresh = await client.fetchQuery(clipOptions(api, clip.id));
      setKept(fresh.thumb_url);
      setAttempt("renewed");
    } catch {
      setAttempt("none");
    }
  };

  if (url === null || attempt === "none") {
    return (
      <span className={classes.blank} title={texts.clips.noPicture}>
        <CameraIcon />
      </span>
    );
  }
  return (
    <>
      <img
        key={attempt}
        className={classes.picture}
        src={url}
        alt=""
        width={320}
        height={180}
        loading="lazy"
        decoding="async"
        onLoad={() => setKept(url)}
        onError={() => void renew()}
      />
      <Preview clip={clip} />
    </>
  );
}
