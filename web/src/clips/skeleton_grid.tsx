import { Skeleton, VisuallyHidden } from "@mantine/core";
import { texts } from "../texts";
import classes from "./list.module.css";
import tile from "./tile.module.css";

const PLACES = Array.from({ length: 12 }, (_, at) => at);

/** Stands exactly where the first clips will. */
export function SkeletonGrid() {
  return (
    <div aria-busy="true">
      <VisuallyHidden role="status">{texts.clips.loading}</VisuallyHidden>
      <div className={classes.day} aria-hidden="true">
        <Skeleton width={90} height={20} />
      </div>
      <div className={classes.grid} aria-hidden="true">
        {PLACES.map((place) => (
          <div key={place}>
            <Skeleton className={tile.frame} />
            <div className={tile.line}>
              <Skeleton width="45%" height={20} />
              <Skeleton width="18%" height={20} ml="auto" />
            </div>
            <div className={tile.below}>
              <Skeleton width="30%" height={14} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
