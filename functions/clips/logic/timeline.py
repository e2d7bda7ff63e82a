"""The timeline: how much each camera recorded in each quarter of an hour of some days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from contract import names
from functions.clips.logic.times import format_time, parse_time
from functions.clips.logic.zones import QUARTER, start_of
from functions.clips.rows import Tally
from functions.errors import Rejected

# Zones move an instant by less than a day; further out, dates end.
_EARLIEST, _LATEST = "1900-01-01T00:00:00.000Z", "2200-01-01T00:00:00.000Z"


def choose_span(after: str | None, before: str | None, now: datetime, days: int) -> tuple[str, str]:
    """Beginning and end, each given or else the last `days` days up to it; raises Rejected
    "invalid_parameter" for times that no zone's calendar can reach."""
    end = before or format_time(now)
    if not _EARLIEST < end < _LATEST:
        raise Rejected("invalid_parameter", "before: must be between 1900 and 2200")
    begin = after or format_time(parse_time(end) - timedelta(days=days))
    if not _EARLIEST < begin < _LATEST:
        raise Rejected("invalid_parameter", "after: must be between 1900 and 2200")
    return begin, end


def check_span(after: str, before: str, days_max: int) -> None:
    """Raises Rejected "invalid_parameter" for a span that ends before it begins, or too long."""
    length = parse_time(before) - parse_time(after)
    if length <= timedelta(0):
        raise Rejected("invalid_parameter", "before: must be later than after")
    if length > timedelta(days=days_max):
        raise Rejected("invalid_parameter", f"before: must be at most {days_max} days after after")


def draw_timeline(tallies: Iterable[Tally], after: str, before: str) -> list[dict[str, Any]]:
    """Cameras by name with the quarters in which they recorded something, oldest first.

    A quarter is in it when any instant of it is from `after` to before `before`.
    """
    begin, end = parse_time(after), parse_time(before)
    buckets: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for tally in sorted(tallies, key=lambda each: (each.date, each.camera)):
        camera = names.format_camera_id(tally.site, tally.camera)
        for quarter, clips in sorted(tally.clips.items()):
            at = start_of(tally.date, quarter)
            if clips > 0 and at < end and at + QUARTER > begin:
                buckets[camera].append(
                    {
                        "at": format_time(at),
                        "clips": clips,
                        "duration_ms": tally.duration_ms.get(quarter, 0),
                    }
                )
    return [{"id": camera, "buckets": buckets[camera]} for camera in sorted(buckets)]
