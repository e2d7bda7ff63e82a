import { texts } from "../texts";
import classes from "./chart.module.css";
import { type Bar, chooseTicks, chooseTop, findPeak } from "./state";

/** Units of the drawing; it is stretched to the room there is. */
const BAR = 10;
const GAP = 2;
const HEIGHT = 100;

interface ChartProps {
  title: string;
  bars: readonly Bar[];
  /** What the first column of the table is. */
  unit: string;
  /** At most so many names below the bars. */
  ticks: number;
  count: (value: number) => string;
}

/** Bars, a sentence that says what they show, and the same numbers as a table. */
export function Chart({ title, bars, unit, ticks, count }: ChartProps) {
  const top = chooseTop(bars);
  const peak = findPeak(bars);
  const named = new Set(chooseTicks(bars.length, ticks));
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        {peak === null
          ? texts.statistics.nothing
          : texts.statistics.peak(peak.label, count(peak.clips), peak.clips)}
      </figcaption>
      <div className={classes.plot}>
        <span className={classes.top} aria-hidden="true">
          {count(top)}
        </span>
        <svg
          className={classes.bars}
          viewBox={`0 0 ${bars.length * BAR} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {bars.map((bar, at) => {
            const height = (bar.clips / top) * HEIGHT;
            return (
              <g key={bar.key}>
                <title>{`${bar.label}: ${count(bar.clips)}`}</title>
                <rect className={classes.room} x={at * BAR} width={BAR} height={HEIGHT} />
                <rect
                  className={bar === peak ? classes.peak : classes.bar}
                  x={at * BAR + GAP / 2}
                  y={HEIGHT - height}
                  width={BAR - GAP}
                  height={height}
                />
              </g>
            );
          })}
        </svg>
        <div className={classes.names} aria-hidden="true">
          {bars.map((bar, at) => (
            <span key={bar.key}>{named.has(at) && <i>{bar.label}</i>}</span>
          ))}
        </div>
      </div>
      <details className={classes.details}>
        <summary>{texts.statistics.asTable}</summary>
        <table className={classes.table}>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              <th scope="col">{texts.statistics.clips}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.key}>
                <th scope="row">{bar.label}</th>
                <td>{count(bar.clips)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
