"""Bounds mean the same as the exact instant, in any notation."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import names
from functions.clips.logic.times import format_epoch, format_time, parse_bound, parse_time

OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("0002-01-01"),
    max_value=datetime.fromisoformat("9998-12-31"),
    timezones=OFFSETS,
)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("2026-11-21T04:26:14Z", "2026-11-21T04:26:14.000Z"),
        ("2026-11-21t04:26:14z", "2026-11-21T04:26:14.000Z"),
        ("2026-11-21T04:26:14.123Z", "2026-11-21T04:26:14.123Z"),
        ("2026-11-21T04:26:14.1Z", "2026-11-21T04:26:14.100Z"),
        ("2026-11-21T04:26:14.1230000000Z", "2026-11-21T04:26:14.123Z"),
        ("2026-11-21T04:26:14.1230000001Z", "2026-11-21T04:26:14.124Z"),
        ("2026-11-21T23:59:59.9999Z", "2026-11-22T00:00:00.000Z"),
        ("2026-11-21T01:26:14+05:30", "2026-11-20T19:56:14.000Z"),
        ("2026-11-21T23:26:14-03:00", "2026-11-22T02:26:14.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("0001-01-01T00:00:00+10:00", "0001-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_rfc_3339_becomes_the_first_millisecond_not_before_it(text: str, bound: str) -> None:
    assert parse_bound(text) == bound


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-11-21",
        "2026-11-21T04:26:14",
        "2026-11-21 04:26:14Z",
        "2026-11-21T04:26:14 01:00",
        "2026-11-21T04:26Z",
        "2026-11-21T04:26:14.Z",
        "2026-11-21T04:26:14+0100",
        "2026-11-21T04:26:14+24:00",
        "2026-11-21T04:26:14+01:60",
        "2026-02-29T04:26:14Z",
        "2026-13-01T04:26:14Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T04:26:61Z",
        "0000-01-01T00:00:00Z",
        "1795235174",
        "\uff12026-11-21T04:26:14Z",
        "2026-11-21T04:26:14Z\n",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must "):
        parse_bound(text)


@given(moment=MOMENTS, recorded=MOMENTS)
def test_a_bound_splits_recorded_times_like_the_instant_itself(
    moment: datetime, recorded: datetime
) -> None:
    bound = parse_bound(moment.isoformat())
    stored = format_time(recorded)
    assert (stored < bound) == (parse_time(stored) < moment)


@given(MOMENTS)
def test_a_stored_time_is_of_the_contract_and_reads_back(moment: datetime) -> None:
    stored = format_time(moment)
    assert names.check_time(stored) == stored
    assert timedelta(0) <= moment - parse_time(stored) < timedelta(milliseconds=1)


def test_epoch_seconds_are_utc() -> None:
    assert format_epoch(0) == "1970-01-01T00:00:00.000Z"
    assert parse_time("2026-11-21T04:26:14.123Z") == datetime(
        2026, 11, 21, 4, 26, 14, 123000, tzinfo=UTC
    )
