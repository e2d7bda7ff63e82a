import { Button, SegmentedControl } from "@mantine/core";
import { useId, useState } from "react";
import { type Filter, formatRoute, NO_FILTER, replace } from "../route";
import { formatExportHref } from "../sharing/href";
import { texts } from "../texts";
import { CalendarIcon, CloseIcon, FilterIcon } from "../ui/icons";
import { Calendar } from "./calendar";
import { CameraSelect } from "./camera_select";
import { describeFilter } from "./describe";
import { isFiltered } from "./filter";
import { FilterPanel } from "./filter_panel";
import classes from "./filters.module.css";
import { SearchLine } from "./search_line";
import type { Places } from "./use_places";
import { useVocabulary } from "./use_vocabulary";
import { describeZone } from "./zone";

/** Another filter is another list, seen from its top. */
export function chooseFilter(filter: Filter): void {
  replace(formatRoute({ page: "clips", filter }));
  window.scrollTo(0, 0);
}

interface FiltersProps {
  filter: Filter;
  places: Places;
  /** The day the list shows, for the calendar to begin with. */
  dateInView: string | null;
  /** Tiles are to be chosen: there is no Ctrl key on a phone. */
  onSelect: () => void;
}

export function Filters(props: FiltersProps) {
  const { filter, places, dateInView } = props;
  const vocabulary = useVocabulary(places);
  const [open, setOpen] = useState<"filters" | "calendar" | null>(null);
  const id = useId();
  const parts = describeFilter(filter, places, vocabulary);
  const flip = (what: "filters" | "calendar") => setOpen(open === what ? null : what);
  return (
    <>
      <div className={classes.bar}>
        <SearchLine filter={filter} vocabulary={vocabulary} choose={chooseFilter} />
        <CameraSelect
          filter={filter}
          cameras={places.cameras}
          groups={vocabulary.groups}
          choose={chooseFilter}
        />
        <Button
          variant="default"
          leftSection={<FilterIcon />}
          aria-expanded={open === "filters"}
          aria-controls={`${id}-filters`}
          onClick={() => flip("filters")}
        >
          {parts.length === 0 ? texts.list.filters : texts.list.filtersOn(parts.length)}
        </Button>
        <Button
          variant="default"
          leftSection={<CalendarIcon />}
          aria-expanded={open === "calendar"}
          aria-controls={`${id}-calendar`}
          onClick={() => flip("calendar")}
        >
          {texts.list.calendar}
        </Button>
      </div>
      <div id={`${id}-filters`} className={classes.panel} hidden={open !== "filters"}>
        {open === "filters" && (
          <FilterPanel
            filter={filter}
            places={places}
            vocabulary={vocabulary}
            choose={chooseFilter}
          />
        )}
      </div>
      <div id={`${id}-calendar`} className={classes.panel} hidden={open !== "calendar"}>
        {open === "calendar" && (
          <Calendar
            filter={filter}
            places={places}
            dateInView={dateInView}
            close={() => setOpen(null)}
          />
        )}
      </div>
      <div className={classes.row}>
        {parts.map(({ words, without }) => (
          <button
            key={words}
            type="button"
            className={classes.chip}
            aria-label={texts.list.remove(words)}
            onClick={() => chooseFilter(without)}
          >
            {words}
            <CloseIcon />
          </button>
        ))}
        {isFiltered(filter) && (
          <button
            type="button"
            className={classes.clear}
            onClick={() => chooseFilter({ ...NO_FILTER, events: filter.events })}
          >
            {texts.list.clear}
          </button>
        )}
        <ZoneNote places={places} />
        <Button size="xs" variant="default" onClick={props.onSelect}>
          {texts.list.select}
        </Button>
        <Button size="xs" variant="default" component="a" href={formatExportHref(filter.cameras)}>
          {texts.sharing.exportThese}
        </Button>
        <SegmentedControl
          size="xs"
          aria-label={texts.list.view}
          data={[
            { value: "events", label: texts.list.events },
            { value: "clips", label: texts.list.single },
          ]}
          value={filter.events ? "events" : "clips"}
          onChange={(value) =>
            replace(
              formatRoute({ page: "clips", filter: { ...filter, events: value === "events" } }),
            )
          }
        />
      </div>
    </>
  );
}

/** Whose clock the list goes by. */
function ZoneNote({ places: { site, zone, formats } }: { places: Places }) {
  const clock = describeZone(zone, Date.now(), formats.locale);
  return (
    <span className={classes.zone}>
      {site === null ? texts.list.timesHere(clock) : texts.list.times(site.name, clock)}
    </span>
  );
}
