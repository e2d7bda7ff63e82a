import { texts } from "../texts";
import { AlertIcon } from "../ui/icons";
import { useNow } from "../ui/use_now";
import type { Filter } from "./filter";
import { formatCamera } from "./format";
import classes from "./list.module.css";
import type { Places } from "./use_places";

/** Cameras that should have recorded something by now; an empty list alone does not tell. */
export function Silent({ places, filter }: { places: Places; filter: Filter }) {
  const nowMs = useNow();
  const silent = places.cameras.filter(
    (camera) =>
      camera.silent &&
      (filter.site === null || camera.site === filter.site) &&
      (filter.cameras.length === 0 || filter.cameras.includes(camera.id)),
  );
  if (silent.length === 0) return null;
  const told = silent.map(({ id, last_recorded_at }) =>
    texts.list.silentSince(formatCamera(id), places.formats.ago(last_recorded_at, nowMs)),
  );
  return (
    <p className={classes.silent}>
      <AlertIcon />
      <span>
        <strong>
          {texts.list.silent(silent.map(({ id }) => formatCamera(id)).join(", "), silent.length)}
        </strong>{" "}
        ({told.join("; ")})
      </span>
    </p>
  );
}
