"""Numbers of a site add up, and what they forecast follows from them."""

from datetime import UTC, datetime

import pytest

from functions.clips.logic.prices import GB, Daily, forecast_month
from functions.clips.logic.statistics import Period, choose_spans, describe_statistics
from functions.clips.logic.timeline import check_span, draw_timeline
from functions.clips.logic.zones import find_zone
from functions.clips.rows import Tally
from functions.errors import Rejected

BERLIN = find_zone("Europe/Berlin")
# 00:30 in Berlin on the 21st.
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
TALLIES = [
    # 22:45 UTC is 23:45 in Berlin, 23:00 UTC is midnight there.
    Tally("home", "porch", "2026-11-19", {91: 1, 92: 2}, {91: 500, 92: 2500}, 600, 9, 3),
    Tally("home", "porch", "2026-11-20", {0: 4}, {0: 4000}, 400, 12, 4),
    Tally("home", "attic", "2026-11-01", {40: 1}, {}, 70, 1, 0),
]


def test_days_and_hours_are_those_of_the_zone_and_all_of_them_are_there() -> None:
    period = Period("2026-11-18T23:00:00.000Z", "2026-11-20T23:00:00.000Z", BERLIN)
    told = describe_statistics(TALLIES, period, NOW, 30)
    assert told["by_day"] == [
        {"date": "2026-11-19", "clips": 1, "duration_ms": 500},
        {"date": "2026-11-20", "clips": 6, "duration_ms": 6500},
    ]
    assert [each["hour"] for each in told["by_hour"]] == list(range(24))
    assert {each["hour"]: each["clips"] for each in told["by_hour"] if each["clips"]} == {
        0: 2,
        1: 4,
        23: 1,
    }
    attic, porch = told["cameras"]
    assert (attic["id"], attic["clips"], attic["bytes"]) == ("home_attic", 0, 0)
    assert (attic["stored_bytes"], attic["bytes_a_day"]) == (70, 0)
    assert (porch["clips"], porch["duration_ms"], porch["bytes"]) == (7, 7000, 1000)
    assert told["stored_bytes"] == 1070


def test_a_camera_that_is_new_is_forecast_by_the_time_it_is_there() -> None:
    period = Period("2026-11-01T00:00:00.000Z", "2026-11-21T00:00:00.000Z", BERLIN)
    (attic, porch) = describe_statistics(TALLIES, period, NOW, 30)["cameras"]
    # One whole day and nearly all of the second.
    assert porch["bytes_a_day"] == pytest.approx(1000 / (1 + 1411 / 1440), abs=1)
    assert attic["forecast_cost_a_month"] == 0


def test_keeping_costs_what_the_tiers_do() -> None:
    a_gigabyte = Daily(GB, 0, 0)
    assert forecast_month(a_gigabyte, 1) == pytest.approx(0.0245)
    assert forecast_month(a_gigabyte, 30) == pytest.approx(30 * 0.0245)
    year = 30 * 0.0245 + 60 * 0.0135 + 275 * 0.005
    assert forecast_month(a_gigabyte, 365) == pytest.approx(year)
    objects = Daily(0, 1000, 100)
    requests = (0.0054 + 0.001) * 365.25 / 12
    assert forecast_month(objects, 30) == pytest.approx(requests + 3000 * 0.0025 / 1000)


def test_what_is_stored_is_read_and_what_of_the_period_is_before_it() -> None:
    zone = find_zone("UTC")
    recent = Period("2026-11-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z", zone)
    assert choose_spans(recent, NOW, 30) == [("2026-10-21", "2026-11-20")]
    early = Period("2026-09-01T00:00:00.000Z", "2026-10-01T00:00:00.000Z", zone)
    assert choose_spans(early, NOW, 30) == [
        ("2026-09-01", "2026-09-30"),
        ("2026-10-21", "2026-11-20"),
    ]
    across = Period("2026-10-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z", zone)
    assert choose_spans(across, NOW, 30) == [
        ("2026-10-01", "2026-10-20"),
        ("2026-10-21", "2026-11-30"),
    ]
    assert choose_spans(recent, NOW, 3650)[0][0] == "2025-10-16"


def test_a_timeline_has_the_quarters_that_the_span_touches_and_no_empty_one() -> None:
    negative = Tally("home", "porch", "2026-11-18", {5: 0, 6: -1}, {}, 0, 0, 0)
    drawn = draw_timeline(
        [*TALLIES, negative], "2026-11-19T22:59:00.000Z", "2026-11-20T00:00:00.001Z"
    )
    assert [camera["id"] for camera in drawn] == ["home_porch"]
    assert drawn[0]["buckets"] == [
        {"at": "2026-11-19T22:45:00.000Z", "clips": 1, "duration_ms": 500},
        {"at": "2026-11-19T23:00:00.000Z", "clips": 2, "duration_ms": 2500},
        {"at": "2026-11-20T00:00:00.000Z", "clips": 4, "duration_ms": 4000},
    ]
    assert draw_timeline(TALLIES, "2026-11-19T23:15:00.000Z", "2026-11-20T00:00:00.000Z") == []


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("2026-11-20T00:00:00.000Z", "2026-11-20T00:00:00.000Z"),
        ("2026-11-21T00:00:00.000Z", "2026-11-20T00:00:00.000Z"),
        ("2026-11-01T00:00:00.000Z", "2026-11-09T00:00:00.001Z"),
    ],
)
def test_a_span_that_is_none_or_too_long_is_refused(after: str, before: str) -> None:
    with pytest.raises(Rejected, match="before: "):
        check_span(after, before, 8)


def test_a_span_of_just_the_length_is_taken() -> None:
    check_span("2026-11-01T00:00:00.000Z", "2026-11-09T00:00:00.000Z", 8)
