"""The calendar: clips of each local day, and how many of them a person has not seen."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from contract import names
from functions.clips.logic.seen import read_mark_quarter
from functions.clips.logic.zones import start_of
from functions.clips.rows import SeenDay, Tally


def choose_seen_keys(person: str, site: str, days: Iterable[str]) -> list[str]:
    """Keys of the rows that hold what a person has seen of a site on these UTC days."""
    return [names.format_seen_key(person, site, *day.split("-")) for day in days]


def count_days(
    tallies: Iterable[Tally],
    seen: Iterable[SeenDay],
    cameras: frozenset[str],
    first: date,
    last: date,
    zone: ZoneInfo,
) -> list[dict[str, Any]]:
    """Days with clips from the first to the last, oldest first; `seen` counts of `cameras`."""
    clips: Counter[date] = Counter()
    for tally in tallies:
        for quarter, count in tally.clips.items():
            clips[start_of(tally.date, quarter).astimezone(zone).date()] += count
    marked: Counter[date] = Counter()
    for day in seen:
        _, _, *parts = names.parse_seen_key(day.pk)
        for camera in cameras & day.marks.keys():
            for mark in day.marks[camera]:
                moment = start_of("-".join(parts), read_mark_quarter(mark))
                marked[moment.astimezone(zone).date()] += 1
    return [
        # Marks stay a while when a clip is deleted before its time.
        {"date": str(day), "clips": count, "unseen": max(0, count - marked[day])}
        for day, count in sorted(clips.items())
        if first <= day <= last and count > 0
    ]
