import { formatBytes } from "../clips/format";
import { texts } from "../texts";

/** How this reader writes what statistics are made of. */
export interface StatisticsFormats {
  /** 21 Nov */
  date(date: string): string;
  /** 14:00 */
  hour(hour: number): string;
  count(value: number): string;
  bytes(value: number): string;
  money(value: number, currency: string): string;
}

export function makeStatisticsFormats(locale: string): StatisticsFormats {
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" });
  const count = new Intl.NumberFormat(locale);
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    date: (text) => date.format(new Date(`${text}T00:00:00Z`)),
    hour: (value) => hour.format(new Date(Date.UTC(2026, 0, 1, value))),
    count: (value) => count.format(value),
    bytes: (value) => formatBytes(value, (number) => size.format(number)),
    money: (value, currency) => {
      const money = new Intl.NumberFormat(locale, { style: "currency", currency });
      // What rounds to nothing is still paid for.
      return value < 0.01 ? texts.statistics.below(money.format(0.01)) : money.format(value);
    },
  };
}
