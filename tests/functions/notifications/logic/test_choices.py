"""Who is told: members, of the cameras they see and chose, outside of their quiet hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from functions.notifications.logic.choices import is_late, is_quiet, read_ms, wants
from functions.notifications.rows import Choices, Member

BERLIN = ZoneInfo("Europe/Berlin")
NOON_S = int(datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN).timestamp())


def member(
    choices: Choices, cameras: set[str] | None = None, expires_s: int | None = None
) -> Member:
    return Member(
        "anna",
        "anna@example.org",
        frozenset(cameras) if cameras else None,
        expires_s,
        "de",
        choices,
    )


@pytest.mark.parametrize(
    ("choices", "cameras", "expires_s", "told"),
    [
        (Choices("push"), None, None, True),
        (Choices("email"), None, None, True),
        (Choices("none"), None, None, False),
        (Choices("push", frozenset({"home_porch"})), None, None, True),
        (Choices("push", frozenset({"home_garden"})), None, None, False),
        (Choices("push", frozenset({"barn_porch"})), None, None, False),
        (Choices("push", frozenset()), None, None, False),
        (Choices("push"), {"porch"}, None, True),
        (Choices("push"), {"garden"}, None, False),
        (Choices("push", frozenset({"home_porch"})), {"garden"}, None, False),
        (Choices("push"), None, NOON_S + 1, True),
        (Choices("push"), None, NOON_S, False),
        (Choices("push", None, "11:00", "13:00", "Europe/Berlin"), None, None, False),
    ],
)
def test_a_member_is_told_of_what_they_see_and_chose(
    choices: Choices, cameras: set[str] | None, expires_s: int | None, told: bool
) -> None:
    assert wants(member(choices, cameras, expires_s), "home", "porch", NOON_S) is told


@pytest.mark.parametrize(
    ("begin", "end", "clock", "quiet"),
    [
        ("22:00", "06:30", "21:59", False),
        ("22:00", "06:30", "22:00", True),
        ("22:00", "06:30", "00:00", True),
        ("22:00", "06:30", "06:29", True),
        ("22:00", "06:30", "06:30", False),
        ("13:00", "15:00", "14:59", True),
        ("13:00", "15:00", "15:00", False),
        ("13:00", "15:00", "03:00", False),
        ("08:00", "08:00", "08:00", False),
        (None, None, "03:00", False),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Pacific/Chatham"])
def test_quiet_hours_are_those_of_the_persons_clock(
    begin: str | None, end: str | None, clock: str, quiet: bool, zone: str
) -> None:
    hour, minute = map(int, clock.split(":"))
    now = datetime(2026, 11, 21, hour, minute, tzinfo=ZoneInfo(zone))
    choices = Choices("push", None, begin, end, zone)
    assert is_quiet(choices, int(now.timestamp())) is quiet


def test_quiet_hours_follow_the_clock_when_it_changes() -> None:
    """In Berlin, 2026-10-25 has 02:30 twice, and 2027-03-28 has none."""
    choices = Choices("push", None, "02:00", "03:00", "Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert second.timestamp() - first.timestamp() == 3600
    assert is_quiet(choices, int(first.timestamp()))
    assert is_quiet(choices, int(second.timestamp()))
    jump = int(datetime(2027, 3, 28, 1, 59, 59, tzinfo=BERLIN).timestamp())
    assert not is_quiet(choices, jump)
    assert not is_quiet(choices, jump + 1)


def test_a_zone_that_nobody_knows_is_utc() -> None:
    noon_utc = int(datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("UTC")).timestamp())
    assert is_quiet(Choices("push", None, "11:00", "13:00", "Mars/Olympus"), noon_utc)
    assert is_quiet(Choices("push", None, "11:00", "13:00", "../etc/passwd"), noon_utc)


def test_a_clip_is_news_for_an_hour() -> None:
    at = "2026-11-21T11:00:00.123Z"
    recorded_s = read_ms(at) // 1000
    assert read_ms(at) % 1000 == 123
    assert not is_late(at, recorded_s + 3600)
    assert is_late(at, recorded_s + 3601)
