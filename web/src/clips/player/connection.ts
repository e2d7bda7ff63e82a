import { useSyncExternalStore } from "react";

/** Why less should be loaded. */
export type Sparing = "saving" | "metered" | "slow";

/** The Network Information API, which not every browser has and TypeScript knows half of. */
export interface Connection {
  saveData?: boolean;
  /** wifi, cellular… */
  type?: string;
}

/**
 * `savesData`: the reader asked the browser for less. What a browser estimates of speed counts the
 * service's own thinking as well; a clip that stalls is better evidence.
 */
export function judgeConnection(
  connection: Connection | undefined,
  savesData: boolean,
): Sparing | null {
  if (savesData || connection?.saveData === true) return "saving";
  return connection?.type === "cellular" ? "metered" : null;
}

function readConnection(): (Connection & EventTarget) | undefined {
  return (navigator as Navigator & { connection?: Connection & EventTarget }).connection;
}

const SAVES_DATA = "(prefers-reduced-data: reduce)";

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(SAVES_DATA);
  const connection = readConnection();
  media.addEventListener("change", listener);
  connection?.addEventListener("change", listener);
  return () => {
    media.removeEventListener("change", listener);
    connection?.removeEventListener("change", listener);
  };
}

/** Whether the connection in use is one to be spared, as far as the browser tells. */
export function useSparing(): Sparing | null {
  return useSyncExternalStore(subscribe, () =>
    judgeConnection(readConnection(), window.matchMedia(SAVES_DATA).matches),
  );
}
