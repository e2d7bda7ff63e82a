import { texts } from "../../texts";
import classes from "./player.module.css";
import { isPast, type Source, usePinned } from "./source";

interface StillProps {
  source: Source;
  camera: string;
  onError: (expired: boolean) => void;
  onShown: () => void;
}

export function Still({ source, camera, onError, onShown }: StillProps) {
  const pinned = usePinned(source) ?? source;
  return (
    <img
      key={pinned.key}
      className={classes.media}
      src={pinned.url}
      alt={texts.player.picture(camera)}
      onLoad={onShown}
      onError={() => onError(isPast(pinned.expiresAt))}
    />
  );
}
