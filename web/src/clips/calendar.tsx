import { ActionIcon, Button, VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { texts } from "../texts";
import { NewerIcon, OlderIcon } from "../ui/icons";
import { useNow } from "../ui/use_now";
import classes from "./calendar.module.css";
import type { Filter } from "./filter";
import { chooseFilter } from "./filters";
import { type DayCount, moveDate, weeksOf } from "./overview";
import { useDays } from "./overview_queries";
import type { Places } from "./use_places";
import { addDays, addMonths, describeZone, instantOf, localOf } from "./zone";

/** From Monday. */
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

interface CalendarProps {
  filter: Filter;
  places: Places;
  dateInView: string | null;
  close: () => void;
}

/** The list opened where clips up to that instant begin; with newer ones above. */
function openAt(filter: Filter, instantMs: number, nowMs: number): void {
  const at = instantMs > nowMs ? null : new Date(instantMs).toISOString();
  chooseFilter({ ...filter, at });
}

/** Days with clips and with unseen ones, and the way to any moment. */
export function Calendar({ filter, places, dateInView, close }: CalendarProps) {
  const nowMs = useNow();
  const { zone, formats } = places;
  const today = localOf(nowMs, zone).date;
  const [date, setDate] = useState(dateInView ?? today);
  const goDay = (day: string) => {
    openAt(filter, instantOf(addDays(day, 1), "00:00", zone), nowMs);
    close();
  };
  return (
    <div className={classes.panel}>
      <Month
        date={date}
        setDate={setDate}
        today={today}
        filter={filter}
        places={places}
        go={goDay}
      />
      <Jump
        key={date}
        date={date}
        today={today}
        zoneName={describeZone(zone, nowMs, formats.locale)}
        go={(day, time) => {
          // Clips that begin in that minute are on top of what the list opens with.
          openAt(filter, instantOf(day, time, zone) + 60_000, nowMs);
          close();
        }}
      />
    </div>
  );
}

interface MonthProps {
  date: string;
  setDate: (date: string) => void;
  today: string;
  filter: Filter;
  places: Places;
  go: (date: string) => void;
}

function Month({ date, setDate, today, filter, places, go }: MonthProps) {
  const { zone, formats } = places;
  const month = date.slice(0, 7);
  const days = useDays(filter, places.shown, zone, month);
  const counts = new Map(days.data?.map((day) => [day.date, day]));
  const table = useRef<HTMLTableElement>(null);
  const write = (words: Intl.DateTimeFormatOptions, day: string) =>
    new Intl.DateTimeFormat(formats.locale, { ...words, timeZone: "UTC" }).format(
      new Date(`${day}T00:00:00Z`),
    );
  const turn = (months: number) => {
    const next = `${addMonths(month, months)}-01`;
    setDate(next > today ? today : next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveDate(event.key, date);
    if (next === null || next > today) return;
    event.preventDefault();
    setDate(next);
    // It is there once the month is drawn.
    requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus(),
    );
  };
  return (
    <div className={classes.month}>
      <div className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.list.monthBefore}
          onClick={() => turn(-1)}
        >
          <NewerIcon />
        </ActionIcon>
        <h2 className={classes.title} aria-live="polite">
          {write({ month: "long", year: "numeric" }, `${month}-01`)}
        </h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.list.monthAfter}
          disabled={month >= today.slice(0, 7)}
          onClick={() => turn(1)}
        >
          <OlderIcon />
        </ActionIcon>
      </div>
      {days.isError && <p role="alert">{texts.list.calendarFailed}</p>}
      <table ref={table} className={classes.days} aria-busy={days.isPending}>
        <thead>
          <tr>
            {/* 2 November 2026 is a Monday. */}
            {WEEKDAYS.map((weekday) => (
              <th
                key={weekday}
                scope="col"
                abbr={write({ weekday: "long" }, `2026-11-0${weekday + 2}`)}
              >
                {write({ weekday: "short" }, `2026-11-0${weekday + 2}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {WEEKDAYS.map((weekday) => (
                <td key={weekday}>
                  {week[weekday] != null && (
                    <Day
                      day={week[weekday]}
                      count={counts.get(week[weekday])}
                      isKnown={days.data !== undefined}
                      label={write(
                        { weekday: "long", day: "numeric", month: "long" },
                        week[weekday],
                      )}
                      isToday={week[weekday] === today}
                      isFuture={week[weekday] > today}
                      isFocus={week[weekday] === date}
                      go={go}
                      onKeyDown={onKeyDown}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayProps {
  day: string;
  count: DayCount | undefined;
  isKnown: boolean;
  label: string;
  isToday: boolean;
  isFuture: boolean;
  isFocus: boolean;
  go: (date: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Day({ day, count, isKnown, label, go, onKeyDown, ...is }: DayProps) {
  const clips = count?.clips ?? 0;
  const unseen = count?.unseen ?? 0;
  return (
    <button
      type="button"
      className={classes.day}
      data-date={day}
      data-empty={(isKnown && clips === 0) || undefined}
      data-unseen={unseen > 0 || undefined}
      tabIndex={is.isFocus ? 0 : -1}
      disabled={is.isFuture}
      aria-current={is.isToday ? "date" : undefined}
      onClick={() => go(day)}
      onKeyDown={onKeyDown}
    >
      <VisuallyHidden>{isKnown ? texts.list.dayClips(label, clips, unseen) : label}</VisuallyHidden>
      <span aria-hidden="true">{Number(day.slice(8))}</span>
      <span aria-hidden="true" className={classes.count}>
        {clips > 0 ? clips : ""}
      </span>
    </button>
  );
}

interface JumpProps {
  date: string;
  today: string;
  zoneName: string;
  go: (date: string, time: string) => void;
}

function Jump({ date, today, zoneName, go }: JumpProps) {
  const [day, setDay] = useState(date);
  const [time, setTime] = useState("12:00");
  return (
    <form
      className={classes.jump}
      onSubmit={(event) => {
        event.preventDefault();
        if (day !== "" && time !== "") go(day, time);
      }}
    >
      <h2 className={classes.title}>{texts.list.jump}</h2>
      <label className={classes.field}>
        {texts.list.date}
        <input
          type="date"
          required
          max={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </label>
      <label className={classes.field}>
        {texts.list.time}
        <input
          type="time"
          required
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
      </label>
      <p className={classes.zone}>{zoneName}</p>
      <Button type="submit">{texts.list.go}</Button>
    </form>
  );
}
