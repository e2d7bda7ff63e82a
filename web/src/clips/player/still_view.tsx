import { useState } from "react";
import { texts } from "../../texts";
import { formatCamera } from "../format";
import classes from "./bar.module.css";
import { useWatched } from "./film_view";
import { Loading } from "./notes";
import { Screen } from "./screen";
import { Still } from "./still";
import { useGestures } from "./use_gestures";
import type { ViewProps } from "./view";

export function StillView({ clip, known, shown, ...props }: ViewProps) {
  const { source } = shown;
  const [shownKey, setShownKey] = useState<string | null>(null);
  const isShown = source !== null && shownKey === source.key;
  useWatched(known?.id, isShown, props.onWatched);
  const gestures = useGestures({
    onTap: () => undefined,
    onDoubleTap: () => undefined,
    onSwipe: props.onSwipe,
  });
  const poster = known?.thumb_url ?? null;
  return (
    <>
      <Screen
        clip={known}
        poster={source === null ? poster : null}
        onDoubleClick={props.toggleFull}
        {...gestures}
      >
        {source !== null && known !== undefined && (
          <Still
            source={source}
            camera={formatCamera(known.camera)}
            onShown={() => setShownKey(source.key)}
            onError={(expired) => shown.onError(source.version, expired)}
          />
        )}
        {clip === undefined && <Loading label={texts.player.loading} />}
        {props.notes}
      </Screen>
      <div className={classes.bar}>
        <div className={classes.buttons}>
          <span className={classes.time} />
          {props.ends}
        </div>
      </div>
    </>
  );
}
