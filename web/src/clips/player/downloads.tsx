import { useApp } from "../../app_context";
import { texts } from "../../texts";
import { DownloadIcon } from "../../ui/icons";
import type { ClipDetail } from "../api";
import { formatBytes } from "../format";
import classes from "./downloads.module.css";
import { Panel } from "./panel";
import { listDownloads } from "./versions";

interface DownloadsProps {
  clip: ClipDetail;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

/** What may be kept of the clip, each version with its size. */
export function Downloads({ clip, isOpen, setOpen }: DownloadsProps) {
  const { formats } = useApp();
  const downloads = listDownloads(clip);
  if (downloads.length === 0) return null;
  return (
    <Panel
      label={texts.player.download}
      icon={<DownloadIcon />}
      isOpen={isOpen}
      setOpen={setOpen}
      opens="down"
    >
      <ul className={classes.list}>
        {downloads.map(({ rendition, url, bytes, fileName }) => (
          <li key={rendition}>
            <a
              className={classes.link}
              href={url}
              download={fileName}
              onClick={() => setOpen(false)}
            >
              {texts.watching.downloads[rendition]}
              <span className={classes.about}>
                {fileName.slice(fileName.lastIndexOf(".") + 1).toUpperCase()},{" "}
                {formatBytes(bytes, formats.number)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
