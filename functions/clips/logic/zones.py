"""Time zones of sites: which instants a local day is made of, and which local hour a quarter."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.clips.logic.times import format_time, parse_time

QUARTER = timedelta(minutes=15)
QUARTER_MS = 900_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_LENGTH_MAX = 64


def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name like Europe/Berlin; raises ValueError for anything else."""
    if not _NAME.fullmatch(name) or len(name) > _LENGTH_MAX:
        raise ValueError("must be a time zone, like Europe/Berlin")
    try:
        return ZoneInfo(name)
    # A folder of the database, such as Europe, is opened like a zone.
    except (KeyError, OSError):
        raise ValueError("must be a time zone, like Europe/Berlin") from None


def parse_month(text: str) -> tuple[date, date]:
    """First and last day of a month like 2026-11; raises ValueError."""
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise ValueError("must be a month, like 2026-11")
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def bound_days(first: date, last: date, zone: ZoneInfo) -> tuple[str, str]:
    """When the first of some local days begins and when the last has ended, as contract times."""
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    after = last + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone)
    return format_time(begin), format_time(end)


def utc_days(begin: str, end: str) -> tuple[str, str]:
    """First and last UTC date with an instant from `begin` to before `end`."""
    return begin[:10], format_time(parse_time(end) - timedelta(milliseconds=1))[:10]


def start_of(day: str, quarter: int) -> datetime:
    """When a quarter of an hour of a UTC date begins."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + quarter * QUARTER


def list_days(first: str, last: str) -> list[str]:
    """All dates from the first to the last."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(begin + timedelta(days=number)) for number in range((end - begin).days + 1)]
