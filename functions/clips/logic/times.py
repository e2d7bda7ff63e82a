"""Instants: RFC 3339 and epoch time to the contract's `time`, which sorts as text."""

import re
from datetime import UTC, datetime, timedelta

from contract import names

_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = "9999-12-31T23:59:59.999Z"


def format_time(moment: datetime) -> str:
    """The contract's `time` of an aware datetime; what is finer than a millisecond is cut."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3].zfill(23) + "Z"


def format_epoch(epoch_s: int) -> str:
    """The contract's `time` of epoch seconds."""
    return format_time(datetime.fromtimestamp(epoch_s, UTC))


def format_epoch_ms(epoch_ms: int) -> str:
    """The contract's `time` of epoch milliseconds."""
    return format_time(_EPOCH + timedelta(milliseconds=epoch_ms))


def parse_time(text: str) -> datetime:
    """The instant of a contract `time`; raises ValueError for days the calendar does not have."""
    return datetime.fromisoformat(names.check_time(text))


def read_quarter(time: str) -> int:
    """Which quarter of an hour of its UTC day a contract `time` is in, 0 to 95."""
    return int(time[11:13]) * 4 + int(time[14:16]) // 15


def parse_bound(text: str) -> str:
    """An RFC 3339 instant as a bound: the first millisecond that is not before it.

    Recorded times are whole milliseconds, so `< bound` and `>= bound` mean the same as with the
    exact instant. Raises ValueError for anything else than RFC 3339 with an offset.
    """
    parts = _RFC3339.fullmatch(text)
    if not parts:
        raise ValueError("must be an RFC 3339 time with an offset, like 2026-11-21T04:26:14Z")
    day, minute, second, fraction, sign, hours, minutes = parts.groups()
    if int(hours or 0) > 23 or int(minutes or 0) > 59:
        raise ValueError("must have an offset of less than a day")
    # A leap second is the instant before the next minute (RFC 3339, 5.7).
    leap = second == "60"
    try:
        moment = datetime.fromisoformat(f"{day}T{minute}:{'59' if leap else second}+00:00")
    except ValueError:
        raise ValueError("must be a day and time that the calendar has") from None
    nanos = (fraction or "").ljust(3, "0")
    up_ms = 1000 if leap else int(nanos[:3]) + bool(nanos[3:].strip("0"))
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        moment += timedelta(milliseconds=up_ms) + (offset if sign == "-" else -offset)
    except OverflowError:
        return _LAST if day[0] == "9" else "0001-01-01T00:00:00.000Z"
    return format_time(moment)
