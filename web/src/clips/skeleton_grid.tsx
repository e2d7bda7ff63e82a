import { Skeleton, VisuallyHidden } from "@mantine/core";
import { texts } from "../texts";
import card from "./card.module.css";
import classes from "./list.module.css";

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
            <Skeleton className={card.frame} />
            <div className={card.line}>
              <Skeleton width="45%" height={20} />
              <Skeleton width="18%" height={20} ml="auto" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
