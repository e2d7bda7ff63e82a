import { useCallback, useRef } from "react";
import { texts } from "../../texts";
import { toast } from "../../ui/toast";
import type { ClipEvent } from "../events";
import { useKeepable, useKeepMany } from "./use_keep_many";

/** Stars all clips of an event; the same event is not begun again while that goes on. */
export function useKeepEvent(): (event: ClipEvent) => void {
  const keepable = useKeepable();
  const keep = useKeepMany();
  const busy = useRef(new Set<string>());
  return useCallback(
    ({ id, clips }) => {
      const wanted = keepable(clips);
      if (wanted.length === 0) {
        const isKept = clips.every(({ starred }) => starred === true);
        toast({ words: isKept ? texts.keeping.keepNothing : texts.keeping.keepNotGuests });
        return;
      }
      if (busy.current.has(id)) return;
      busy.current.add(id);
      void keep(wanted).finally(() => busy.current.delete(id));
    },
    [keepable, keep],
  );
}
