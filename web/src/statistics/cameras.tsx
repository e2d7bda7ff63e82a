import { formatCamera, formatName, formatSpan } from "../clips/format";
import { texts } from "../texts";
import type { Statistics } from "./api";
import classes from "./cameras.module.css";
import type { StatisticsFormats } from "./format";

interface CamerasProps {
  statistics: Statistics;
  formats: StatisticsFormats;
}

/** What each camera records, stores and costs. */
export function Cameras({ statistics, formats }: CamerasProps) {
  const words = texts.statistics;
  const most = Math.max(1, ...statistics.cameras.map((camera) => camera.stored_bytes));
  return (
    // Where it scrolls, the cameras' links bring the keyboard into it.
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.camera}</th>
            <th scope="col">{words.clips}</th>
            <th scope="col">{words.recorded}</th>
            <th scope="col">{words.stored}</th>
            <th scope="col">{words.aDay}</th>
            <th scope="col">{words.cost}</th>
          </tr>
        </thead>
        <tbody>
          {statistics.cameras.map((camera) => (
            <tr key={camera.id}>
              <th scope="row">
                <a href={`#/clips?camera=${camera.id}`}>{formatCamera(camera.id)}</a>
                <svg
                  className={classes.share}
                  viewBox="0 0 100 1"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <rect width={(camera.stored_bytes / most) * 100} height="1" />
                </svg>
              </th>
              <td>{formats.count(camera.clips)}</td>
              <td>{formatSpan(camera.duration_ms)}</td>
              <td>{formats.bytes(camera.stored_bytes)}</td>
              <td>{formats.bytes(camera.bytes_a_day)}</td>
              <td>{formats.money(camera.forecast_cost_a_month, statistics.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A site as people call it. */
export function nameSite(site: { id: string; name?: string | null }): string {
  return site.name ?? formatName(site.id);
}
