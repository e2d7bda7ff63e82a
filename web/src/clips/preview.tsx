import { useReducedMotion } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApp } from "../app_context";
import type { ClipSummary } from "./api";
import { useSparing } from "./player/connection";
import classes from "./preview.module.css";
import { type Asked, delayMs, watchLink } from "./preview_wish";
import { clipOptions } from "./queries";

/**
 * The clip's moving picture over its still one, while a mouse rests on the link around both, a
 * finger stays on it or the keyboard has come to it. Fetched only then.
 */
export function Preview({ clip }: { clip: ClipSummary }) {
  const place = useRef<HTMLSpanElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isThere, setThere] = useState(false);
  const still = useReducedMotion();
  const sparing = useSparing();
  const { renewed, renew } = useRenewed(clip.id);
  const url = renewed ?? clip.preview_url;

  useEffect(() => {
    const link = place.current?.closest("a");
    if (link == null || url === null) return;
    return watchLink(link, (now) => {
      setAsked(now);
      if (now === null) setThere(false);
    });
  }, [url]);

  const waitMs = asked === null ? null : delayMs(asked, { still, sparing });
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    setDue(false);
    if (waitMs === null) return;
    const timer = window.setTimeout(() => setDue(true), waitMs);
    return () => window.clearTimeout(timer);
  }, [waitMs]);

  return (
    <span ref={place} className={classes.place}>
      {isDue && url !== null && (
        <img
          key={url}
          className={classes.moving}
          src={url}
          alt=""
          data-preview={clip.id}
          data-there={isThere || undefined}
          onLoad={() => setThere(true)}
          onError={() => void renew()}
        />
      )}
    </span>
  );
}

/** Addresses end after a while; one that did is asked for anew, once. */
function useRenewed(id: string) {
  const { api } = useApp();
  const client = useQueryClient();
  const [renewed, setRenewed] = useState<string | null>(null);
  const asked = useRef(false);
  const renew = async () => {
    if (asked.current) return;
    asked.current = true;
    const fresh = await client.ensureQueryData(clipOptions(api, id)).catch(() => null);
    setRenewed(fresh?.preview_url ?? null);
  };
  return { renewed, renew };
}
