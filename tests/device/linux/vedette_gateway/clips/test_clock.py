"""Which time a clip gets: cameras' clocks that are right, wrong, missing, changed, and jumping."""

from datetime import UTC, datetime, timedelta

import pytest
from vedette_gateway.clips.clock import CameraClock, choose_times, format_time, parse_time
from vedette_gateway.profiles import NameReader

_READER = NameReader()
_BERLIN = CameraClock("Europe/Berlin", is_trusted=True)


def choose(name: str, received_at: str, clock: CameraClock = _BERLIN) -> tuple[str, str | None]:
    """The time chosen, and what the camera's name means."""
    times = choose_times(name, clock, _READER, parse_time(received_at))
    assert times.received_at == parse_time(received_at)
    camera_at = None if times.camera_at is None else format_time(times.camera_at)
    return format_time(times.recorded_at), camera_at


@pytest.mark.parametrize(
    ("local", "received_at", "means"),
    [
        ("20260830_152954", "2026-08-30T13:30:10Z", "2026-08-30T13:29:54.000Z"),
        ("20260115_152954", "2026-01-15T14:30:10Z", "2026-01-15T14:29:54.000Z"),
        # 02:30 on the last Sunday of March is skipped: a clock that was not changed says it.
        ("20260329_023000", "2026-03-29T01:30:05Z", "2026-03-29T01:30:00.000Z"),
        ("20260329_015959", "2026-03-29T01:00:05Z", "2026-03-29T00:59:59.000Z"),
        ("20260329_030000", "2026-03-29T01:00:05Z", "2026-03-29T01:00:00.000Z"),
        # 02:30 on the last Sunday of October comes twice: in summer time, then in winter time.
        ("20261025_023000", "2026-10-25T00:30:10Z", "2026-10-25T00:30:00.000Z"),
        ("20261025_023000", "2026-10-25T01:30:10Z", "2026-10-25T01:30:00.000Z"),
        # Held up for 40 minutes: the second 02:30 is still to come.
        ("20261025_023000", "2026-10-25T01:10:00Z", "2026-10-25T00:30:00.000Z"),
        ("20261025_015959", "2026-10-25T00:00:05Z", "2026-10-24T23:59:59.000Z"),
        ("20261025_030000", "2026-10-25T02:00:05Z", "2026-10-25T02:00:00.000Z"),
        # A leap day, and the turn of a year that is in two years at once.
        ("20280229_120000", "2028-02-29T11:00:05Z", "2028-02-29T11:00:00.000Z"),
        ("20270101_003000", "2026-12-31T23:30:10Z", "2026-12-31T23:30:00.000Z"),
    ],
)
def test_a_trusted_camera_names_the_time_through_all_changes_of_the_clock(
    local: str, received_at: str, means: str
) -> None:
    assert choose(f"MDalarm_{local}.mkv", received_at) == (means, means)


@pytest.mark.parametrize(
    ("zone", "local", "received_at", "means"),
    [
        ("America/New_York", "20260308_023000", "2026-03-08T07:30:05Z", "2026-03-08T07:30:00.000Z"),
        ("America/New_York", "20261101_013000", "2026-11-01T05:30:05Z", "2026-11-01T05:30:00.000Z"),
        ("America/New_York", "20261101_013000", "2026-11-01T06:30:05Z", "2026-11-01T06:30:00.000Z"),
        # Half an hour of summer time, a quarter of an hour off, and beyond the date line.
        (
            *("Australia/Lord_Howe", "20260405_014500"),
            *("2026-04-04T14:45:05Z", "2026-04-04T14:45:00.000Z"),
        ),
        ("Asia/Kathmandu", "20260830_152954", "2026-08-30T09:45:00Z", "2026-08-30T09:44:54.000Z"),
        (
            *("Pacific/Kiritimati", "20260830_052954"),
            *("2026-08-29T15:30:00Z", "2026-08-29T15:29:54.000Z"),
        ),
        ("UTC", "20260830_152954", "2026-08-30T15:30:00Z", "2026-08-30T15:29:54.000Z"),
    ],
)  # fmt: skip
def test_every_zone_is_read_by_its_own_rules(
    zone: str, local: str, received_at: str, means: str
) -> None:
    clock = CameraClock(zone, is_trusted=True)
    assert choose(f"MDalarm_{local}.mkv", received_at, clock) == (means, means)


@pytest.mark.parametrize(
    "offset",
    [
        timedelta(days=3),
        timedelta(hours=1),
        timedelta(minutes=6),
        timedelta(days=-8),
        timedelta(days=-3650),
        timedelta(days=9000),
    ],
)
def test_a_clock_that_is_plainly_wrong_is_kept_but_not_believed(offset: timedelta) -> None:
    arrival = datetime(2026, 8, 30, 13, 30, tzinfo=UTC)
    clock = CameraClock("UTC", is_trusted=True)
    name = f"MDalarm_{arrival + offset:%Y%m%d_%H%M%S}.mkv"
    chosen, camera_at = choose(name, format_time(arrival), clock)
    assert chosen == format_time(arrival)
    assert camera_at == format_time(arrival + offset)


def test_the_reason_is_told() -> None:
    arrival = datetime(2026, 8, 30, 13, 30, tzinfo=UTC)
    clock = CameraClock("UTC", is_trusted=True)
    whys = [
        choose_times(name, clock, _READER, arrival).why
        for name in ("MDalarm_20260902_133000.mkv", "MDalarm_20260820_133000.mkv", "clip.mkv")
    ]
    assert whys == [
        "time of arrival: the camera's clock is 3 days ahead",
        "time of arrival: the camera's clock is 10 days behind",
        "time of arrival: the name has no date that the profile knows",
    ]


def test_how_far_back_a_camera_is_believed_is_its_own() -> None:
    long_ago = CameraClock("UTC", is_trusted=True, behind_max=timedelta(days=400))
    said = "2026-01-01T00:00:00.000Z"
    assert choose("MDalarm_20260101_000000.mkv", "2026-08-30T13:30:00Z", long_ago) == (said, said)


def test_a_camera_whose_clock_jumps_has_every_clip_near_its_arrival() -> None:
    # A power cut sets it to 1970-like, the network sets it right, a person sets the wrong year.
    clock = CameraClock("UTC", is_trusted=True)
    arrivals = [datetime(2026, 8, 30, 13, number, tzinfo=UTC) for number in range(6)]
    names = ["20260830_130000", "20000101_000010", "20000101_000110", "20260830_130259"]
    names += ["20270830_130359", "20260830_130459"]
    chosen = [
        choose_times(f"MDalarm_{name}.mkv", clock, _READER, arrival).recorded_at
        for name, arrival in zip(names, arrivals, strict=True)
    ]
    assert chosen == sorted(chosen)
    assert all(
        timedelta() <= arrival - moment <= timedelta(minutes=1)
        for moment, arrival in zip(chosen, arrivals, strict=True)
    )


def test_an_untrusted_camera_never_names_the_time() -> None:
    clock = CameraClock("Europe/Berlin", is_trusted=False)
    chosen, camera_at = choose("MDalarm_20260830_152954.mkv", "2026-08-30T13:30:10Z", clock)
    assert (chosen, camera_at) == ("2026-08-30T13:30:10.000Z", "2026-08-30T13:29:54.000Z")
