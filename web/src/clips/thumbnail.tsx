import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApp } from "../app_context";
import { texts } from "../texts";
import { CameraIcon } from "../ui/icons";
import type { ClipSummary } from "./api";
import classes from "./card.module.css";

/**
 * A still from the clip. Signed addresses change every quarter of an hour; a picture that has
 * loaded keeps the one it came from, and one that has expired is renewed once.
 */
export function Thumbnail({ clip }: { clip: ClipSummary }) {
  const { api } = useApp();
  const client = useQueryClient();
  const [url, setUrl] = useState(clip.thumb_url);
  const [renewed, setRenewed] = useState(false);
  const shown = url ?? clip.thumb_url;

  const renew = async () => {
    if (renewed) return setUrl(null);
    setRenewed(true);
    try {
      const fresh = await client.fetchQuery({
        queryKey: ["clip", clip.id],
        queryFn: ({ signal }) => api.clip(clip.id, signal),
      });
      setUrl(fresh.thumb_url);
    } catch {
      setUrl(null);
    }
  };

  if (shown == null || (renewed && url === null)) {
    return (
      <span className={classes.blank} title={texts.clips.noPicture}>
        <CameraIcon />
      </span>
    );
  }
  return (
    <img
      className={classes.picture}
      src={shown}
      alt=""
      width={320}
      height={180}
      loading="lazy"
      decoding="async"
      onLoad={() => setUrl(shown)}
      onError={() => void renew()}
    />
  );
}
