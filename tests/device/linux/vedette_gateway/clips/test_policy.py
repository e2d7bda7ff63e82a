"""Hours for originals, across midnight and the changes of the clocks."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vedette_gateway.clips.policy import UploadPolicy, parse_window

BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(*windows: str, zone: str = BERLIN, metered: bool = False) -> UploadPolicy:
    return UploadPolicy(tuple(parse_window(each) for each in windows), zone, metered)


@pytest.mark.parametrize("text", ["", "22-06", "22:00", "24:00-06:00", "06:00-06:00", "6:00-7:00"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="window"):
        parse_window(text)


def test_a_window_crosses_midnight_by_the_wall_clock() -> None:
    policy = hours("22:00-06:00")
    assert not policy.is_open(at("2026-11-21T20:59:59"))
    assert policy.is_open(at("2026-11-21T21:00:00"))
    assert policy.is_open(at("2026-11-22T04:59:59"))
    assert not policy.is_open(at("2026-11-22T05:00:00"))


def test_an_hour_that_happens_twice_is_in_the_window_both_times() -> None:
    # Berlin, 2026-10-25: 02:00 to 03:00 comes as UTC 00:00 and again as UTC 01:00.
    policy = hours("02:00-03:00")
    assert [policy.is_open(at(f"2026-10-25T{hour}:30:00")) for hour in ("00", "01")] == [True] * 2
    assert not policy.is_open(at("2026-10-25T02:00:00"))
    assert not policy.is_open(at("2026-10-24T23:59:59"))


def test_of_an_hour_that_is_skipped_nothing_is_left() -> None:
    # Berlin, 2026-03-29: after 01:59 comes 03:00, UTC 01:00.
    policy = hours("02:10-02:50")
    day = at("2026-03-29T00:00:00")
    assert not any(policy.is_open(day + timedelta(minutes=5 * step)) for step in range(288))
    assert hours("01:30-03:30").is_open(at("2026-03-29T01:15:00"))


def test_what_goes_when() -> None:
    inside, outside = at("2026-11-21T23:00:00"), at("2026-11-21T12:00:00")
    timed, metered = hours("22:00-06:00"), hours("22:00-06:00", metered=True)
    assert timed.list_allowed(outside) == ["sd", "thumb", "preview"]
    assert metered.list_allowed(outside) == ["thumb", "preview"]
    assert len(timed.list_allowed(inside)) == len(metered.list_allowed(inside)) == 5
    assert UploadPolicy(is_metered=True).why_not("original", inside) == "metered"
    assert len(UploadPolicy().list_allowed(outside)) == 5


CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59))


@given(
    starts=CLOCK,
    ends=CLOCK,
    zone=st.sampled_from(["UTC", BERLIN, "America/St_Johns", "Australia/Lord_Howe"]),
    minute=st.integers(0, 366 * 1440),
)
def test_spans_say_what_is_open(
    starts: tuple[int, int], ends: tuple[int, int], zone: str, minute: int
) -> None:
    if starts == ends:
        return
    policy = hours(f"{starts[0]:02}:{starts[1]:02}-{ends[0]:02}:{ends[1]:02}", zone=zone)
    now = at("2026-01-01T00:00:00") + timedelta(minutes=minute)
    spans = list(policy.list_spans(now, days=3))
    assert spans == sorted(spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    assert all(ends > now for _, ends in spans)
    assert policy.is_open(now) == (spans[0][0] <= now)
