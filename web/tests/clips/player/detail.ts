import type { ClipDetail } from "../../../src/clips/api";
import { clipAt } from "../clips";

type Rendition = keyof ClipDetail["media"];

/** A clip of which these renditions have arrived. */
export function detailWith(
  renditions: readonly Rendition[],
  changes: Partial<ClipDetail> = {},
): ClipDetail {
  const medium = (name: Rendition) => {
    if (!renditions.includes(name)) return null;
    const extension = name === "original" ? "mkv" : "mp4";
    return { url: `/clips/${name}.${extension}?Policy=x.y`, content_type: "video/mp4", bytes: 9 };
  };
  return {
    ...clipAt("2026-11-21T04:26:14.123Z"),
    video_codec: "h264",
    audio_codec: null,
    treatment: null,
    versions: null,
    source_name: null,
    expires_at: "2026-12-21T04:26:14.000Z",
    star: null,
    media: {
      original: medium("original"),
      hd: medium("hd"),
      sd: medium("sd"),
      thumb: medium("thumb"),
      preview: medium("preview"),
    },
    media_expires_at: "2026-11-21T04:45:00.000Z",
    ...changes,
  };
}
