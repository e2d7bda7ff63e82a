"""Which time a clip gets."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vedette_gateway.clips.clock import choose_times, format_time, parse_camera_time, parse_time
from vedette_gateway.names import check_time

ARRIVAL = datetime(2026, 8, 30, 18, 0, 0, 123456, UTC)


@pytest.mark.parametrize(
    ("name", "zone", "expected"),
    [
        ("MDalarm_20260830_152954.mkv", "UTC", "2026-08-30T15:29:54.000Z"),
        ("MDAlarm_20260830-152954.jpg", "UTC", "2026-08-30T15:29:54.000Z"),
        ("MDalarm_20260830_152954.mkv", "Europe/Berlin", "2026-08-30T13:29:54.000Z"),
        ("MDalarm_20260130_152954.mkv", "Europe/Berlin", "2026-01-30T14:29:54.000Z"),
        ("000DC5D4D0F7(downdown)_1_20260830154350_5219.jpg", "UTC", "2026-08-30T15:43:50.000Z"),
        ("RLC-810A_00_20260830154350.mp4", "UTC", "2026-08-30T15:43:50.000Z"),
        ("2026-08-30 15.43.50.mp4", "UTC", "2026-08-30T15:43:50.000Z"),
        ("2026-08-30T15:43:50Z.mp4", "UTC", "2026-08-30T15:43:50.000Z"),
        ("clip.mkv", "UTC", None),
        ("20261330_152954.mkv", "UTC", None),
        ("20260230_152954.mkv", "UTC", None),
        ("20260830_252954.mkv", "UTC", None),
        ("99920260830152954.mkv", "UTC", None),
        ("1920x1080_15_30.mkv", "UTC", None),
        # Skipped: 2:30 does not exist on this night; as if the clock had not been changed.
        ("20260329_023000.mkv", "Europe/Berlin", "2026-03-29T01:30:00.000Z"),
        # 45 minutes off, and a zone that changed its mind.
        ("20260830_152954.mkv", "Asia/Kathmandu", "2026-08-30T09:44:54.000Z"),
    ],
)
def test_the_time_in_a_file_name(name: str, zone: str, expected: str | None) -> None:
    found = parse_camera_time(name, zone, ARRIVAL)
    assert (None if found is None else format_time(found)) == expected


@pytest.mark.parametrize(
    ("arrival", "expected"),
    [
        ("2026-10-25T00:31:00.000Z", "2026-10-25T00:30:00.000Z"),
        ("2026-10-25T01:31:00.000Z", "2026-10-25T01:30:00.000Z"),
    ],
)
def test_an_hour_that_happens_twice_is_the_one_nearer_to_arrival(
    arrival: str, expected: str
) -> None:
    found = parse_camera_time("20261025_023000.mkv", "Europe/Berlin", parse_time(arrival))
    assert found == parse_time(expected)


@pytest.mark.parametrize(
    ("behind_s", "is_believed"),
    [
        (0, True),
        (60, True),
        (-299, True),
        (-301, False),
        (-3 * 86400, False),
        (7 * 86400 - 1, True),
        (7 * 86400 + 1, False),
    ],
)
def test_a_trusted_clock_is_believed_within_reason(behind_s: int, is_believed: bool) -> None:
    arrival = ARRIVAL.replace(microsecond=0)
    said = arrival - timedelta(seconds=behind_s)
    name = f"MDalarm_{said:%Y%m%d_%H%M%S}.mkv"
    times = choose_times(name, "UTC", arrival, is_clock_trusted=True)
    assert times.camera_at == said
    assert times.recorded_at == (said if is_believed else arrival)
    wary = choose_times(name, "UTC", arrival, is_clock_trusted=False)
    assert (wary.recorded_at, wary.camera_at) == (arrival, said)


@given(
    name=st.from_regex(r"[A-Za-z_]{0,5}20\d{6}[-_]?\d{6}\.mkv", fullmatch=True) | st.text(),
    zone=st.sampled_from(
        ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Tehran"]
    ),
    arrival=st.floats(1.6e9, 2.1e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_no_name_raises_and_the_chosen_time_is_sane(
    name: str, zone: str, arrival: datetime
) -> None:
    times = choose_times(name, zone, arrival, is_clock_trusted=True)
    lead = times.recorded_at - arrival
    assert timedelta(days=-7) <= lead <= timedelta(minutes=5)
    assert check_time(format_time(times.recorded_at))
    assert abs(parse_time(format_time(arrival)) - arrival) < timedelta(milliseconds=1)
