"""Days are those of the zone, whatever its clocks do."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.clips.logic.days import count_days
from functions.clips.logic.seen import group_marks
from functions.clips.logic.times import format_time
from functions.clips.logic.zones import (
    bound_days,
    find_zone,
    list_days,
    parse_month,
    utc_days,
)
from functions.clips.rows import Row, Tally

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",  # a quarter of an hour off the half
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Kiritimati",
    "Pacific/Chatham",
)
# Summer time ends in Berlin on 25 October, in New York on 1 November; it begins on Lord Howe on 4.
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=33)).map(
    lambda after: datetime(2026, 9, 30, tzinfo=UTC) + after
)


def clip_at(moment: datetime, number: int, camera: str = "porch") -> Row:
    return {
        "pk": f"CLIP#{number:026}",
        "site": "home",
        "camera": camera,
        "recorded_at": format_time(moment),
    }


def tally(rows: list[Row]) -> list[Tally]:
    """What ingest would have counted."""
    counts: dict[tuple[str, str], Counter[int]] = {}
    for row in rows:
        time = str(row["recorded_at"])
        quarter = int(time[11:13]) * 4 + int(time[14:16]) // 15
        counts.setdefault((time[:10], str(row["camera"])), Counter())[quarter] += 1
    return [
        Tally("home", camera, day, dict(found), {}, 0, 0, 0)
        for (day, camera), found in counts.items()
    ]


@given(st.lists(st.tuples(MOMENTS, st.booleans()), max_size=30), st.sampled_from(ZONES))
def test_a_month_counts_each_clip_on_its_local_day(
    moments: list[tuple[datetime, bool]], name: str
) -> None:
    zone, (first, last) = find_zone(name), parse_month("2026-10")
    rows = [clip_at(moment, number) for number, (moment, _) in enumerate(moments)]
    seen = [row for row, (_, is_seen) in zip(rows, moments, strict=True) if is_seen]
    begin, end = utc_days(*bound_days(first, last, zone))
    read = [each for each in tally(rows) if begin <= each.date <= end]
    counted = count_days(read, group_marks("a", seen), frozenset({"porch"}), first, last, zone)
    local = Counter(str(moment.astimezone(zone).date()) for moment, _ in moments)
    unseen = Counter(
        str(moment.astimezone(zone).date()) for moment, is_seen in moments if not is_seen
    )
    assert counted == [
        {"date": day, "clips": local[day], "unseen": unseen[day]}
        for day in sorted(local)
        if day.startswith("2026-10")
    ]


def test_marks_of_cameras_that_are_not_asked_for_do_not_count() -> None:
    noon = datetime(2026, 10, 5, 12, tzinfo=UTC)
    rows = [clip_at(noon, 1), clip_at(noon, 2, "yard")]
    seen = group_marks("a", rows)
    first, last = parse_month("2026-10")
    (day,) = count_days(tally(rows[:1]), seen, frozenset({"porch"}), first, last, ZoneInfo("UTC"))
    assert day == {"date": "2026-10-05", "clips": 1, "unseen": 0}
    (day,) = count_days(tally(rows), seen, frozenset(), first, last, ZoneInfo("UTC"))
    assert day["unseen"] == 2


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23), (date(2026, 6, 1), 24)],
)
def test_a_day_on_which_clocks_change_is_longer_or_shorter(day: date, hours: int) -> None:
    begin, end = bound_days(day, day, find_zone("Europe/Berlin"))
    assert datetime.fromisoformat(end) - datetime.fromisoformat(begin) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "name",
    ["", "Europe", "europe/Nowhere", "../etc/passwd", "/etc/passwd", "A" * 65, "Europe/", "UTC\n"],
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must be a time zone"):
        find_zone(name)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "1826-01", "2026-00", "x-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a month"):
        parse_month(text)


def test_months_end_when_they_do() -> None:
    assert [parse_month(f"2028-{month:02}")[1].day for month in range(1, 13)] == [
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]  # fmt: skip
    assert list_days("2026-02-27", "2026-03-01") == ["2026-02-27", "2026-02-28", "2026-03-01"]
