"""When the backlog is drained: compared with times worked out by hand."""

from datetime import UTC, datetime

import pytest
from vedette_gateway.clips.forecast import Pace, forecast
from vedette_gateway.clips.policy import UploadPolicy, parse_window

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NIGHTS = UploadPolicy((parse_window("22:00-06:00"),), "UTC")


def test_nothing_waits() -> None:
    assert forecast({}, None, UploadPolicy(), NOON).drained_at == NOON


def test_the_slower_of_cap_and_what_was_measured_counts() -> None:
    capped = UploadPolicy(bytes_per_s=1000)
    waiting = {"thumb": 60_000, "original": 3_540_000}
    assert forecast(waiting, 4000.0, capped, NOON).drained_at == NOON.replace(hour=13)
    assert forecast(waiting, None, capped, NOON).drained_at == NOON.replace(hour=13)
    assert forecast(waiting, 500.0, capped, NOON).drained_at == NOON.replace(hour=14)
    assert forecast(waiting, None, UploadPolicy(), NOON).why == "nothing was uploaded yet"


def test_originals_take_as_many_nights_as_they_need() -> None:
    nine_hours = {"original": 9 * 3600 * 1000, "thumb": 3600 * 1000}
    drained = forecast(nine_hours, 1000.0, NIGHTS, NOON).drained_at
    assert drained == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_what_cannot_be_told_is_said() -> None:
    metered = forecast({"original": 1}, 1000.0, UploadPolicy(is_metered=True), NOON)
    assert metered.drained_at is None
    assert "metered" in (metered.why or "")
    years = forecast({"original": 10**15}, 1000.0, NIGHTS, NOON)
    assert (years.drained_at, years.why) == (None, "more than 400 days")


def test_the_pace_follows_what_was_seen_last() -> None:
    pace = Pace()
    assert pace.read_bytes_per_s() is None
    for _ in range(60):
        pace.add(10_000, 1.0)
    assert pace.read_bytes_per_s() == pytest.approx(10_000)
    for _ in range(3600):
        pace.add(1000, 1.0)
    assert pace.read_bytes_per_s() == pytest.approx(1000, rel=0.05)
