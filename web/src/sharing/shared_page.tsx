import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApp } from "../app_context";
import { formatName } from "../clips/format";
import type { PageProps } from "../pages";
import { texts } from "../texts";
import { Notice, ProblemNotice } from "../ui/notice";
import { PageFrame } from "../ui/page";
import { Problem } from "../ui/problem";
import { openShared, type Shared } from "./api";
import classes from "./shared.module.css";
import { pickShared } from "./state";

/** What the holder of a link sees, signed in or not. */
export default function SharedPage({ params }: PageProps) {
  const secret = params["secret"] ?? "";
  const shared = useQuery({
    queryKey: ["shared", secret],
    queryFn: ({ signal }) => openShared(secret, signal),
    // Every answer counts as a view: nothing asks again by itself.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const status = shared.error instanceof Problem ? shared.error.status : null;
  return (
    <PageFrame title={texts.sharing.shared.title}>
      {shared.isPending && (
        <div
          className={classes.frame}
          role="status"
          aria-busy="true"
          aria-label={texts.sharing.shared.loading}
        />
      )}
      {status === 410 && (
        <Notice title={texts.sharing.shared.gone} detail={texts.sharing.shared.goneDetail} />
      )}
      {(status === 404 || status === 400) && (
        <Notice title={texts.sharing.shared.unknown} detail={texts.sharing.shared.unknownDetail} />
      )}
      {shared.error !== null && ![400, 404, 410].includes(status ?? 0) && (
        <ProblemNotice
          title={texts.sharing.shared.failed}
          error={shared.error}
          onRetry={() => void shared.refetch()}
        />
      )}
      {shared.data !== undefined && shared.error === null && (
        <Recording shared={shared.data} renew={() => void shared.refetch()} />
      )}
    </PageFrame>
  );
}

function Recording({ shared, renew }: { shared: Shared; renew: () => void }) {
  const { formats } = useApp();
  const camera = formatName(shared.camera);
  return (
    <>
      <div className={classes.frame}>
        <Picture shared={shared} camera={camera} renew={renew} />
        {shared.watermark !== null && <Watermark words={shared.watermark} />}
      </div>
      <p className={classes.recorded}>
        {texts.sharing.shared.recorded(camera, formats.moment(shared.recorded_at))}
      </p>
      {shared.watermark !== null && <p className={classes.words}>{shared.watermark}</p>}
      <p className={classes.about}>
        {texts.sharing.shared.open(formats.moment(shared.expires_at))}
      </p>
    </>
  );
}

interface PictureProps {
  shared: Shared;
  camera: string;
  renew: () => void;
}

function Picture({ shared, camera, renew }: PictureProps) {
  const { source, poster } = pickShared(shared);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another try
  useEffect(() => setFailed(false), [source]);
  const onError = () => {
    // Its address ends within a quarter of an hour; a new one is asked for once it has.
    if (Date.now() > Date.parse(shared.media_expires_at)) renew();
    else setFailed(true);
  };
  if (source === null || failed) {
    const words = failed ? texts.sharing.shared.unplayable : texts.sharing.shared.uploading;
    return <p className={classes.nothing}>{words}</p>;
  }
  if (shared.kind === "still") {
    const alt = texts.sharing.shared.picture(camera);
    return <img className={classes.media} src={source} alt={alt} onError={onError} />;
  }
  return (
    <video
      className={classes.media}
      src={source}
      {...(poster === null ? {} : { poster })}
      controls
      // Full screen, and pictures in pictures, would show the video without the words over it.
      controlsList={shared.watermark === null ? undefined : "nofullscreen nodownload"}
      disablePictureInPicture={shared.watermark !== null}
      playsInline
      preload="metadata"
      aria-label={texts.sharing.shared.video(camera)}
      onError={onError}
    />
  );
}

const ROWS = ["a", "b", "c"] as const;

/** Only for the eye: the words are below the picture, too. */
function Watermark({ words }: { words: string }) {
  return (
    <div className={classes.watermark} aria-hidden="true">
      {ROWS.map((row) => (
        <span key={row}>{words}</span>
      ))}
    </div>
  );
}
