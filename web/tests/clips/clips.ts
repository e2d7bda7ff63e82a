import type { ClipSummary } from "../../src/clips/api";

/** A clip at an instant; its id follows from the instant and the camera. */
export function clipAt(recordedAt: string, changes: Partial<ClipSummary> = {}): ClipSummary {
  const time = new Date(recordedAt).toISOString();
  const camera = changes.camera ?? "home_porch";
  return {
    id: `01K${time.replaceAll(/\D/g, "")}${camera.replaceAll(/[^a-z]/g, "").toUpperCase()}`
      .replaceAll(/[ILOU]/g, "X")
      .slice(0, 26)
      .padEnd(26, "0"),
    site: camera.split("_")[0] ?? "home",
    camera,
    kind: "clip",
    recorded_at: time,
    received_at: time,
    camera_at: null,
    duration_ms: 5000,
    width: 640,
    height: 360,
    bytes: 1000,
    playable: true,
    starred: false,
    thumb_url: null,
    preview_url: null,
    seen: false,
    ...changes,
  };
}
