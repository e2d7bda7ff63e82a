"""Times: the contract's text form, what a camera's file name says, and which time to believe."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# A trusted camera may be this far ahead of, or behind, the gateway's clock; seen in the field:
# cameras days in the future after a power cut.
AHEAD_MAX = timedelta(minutes=5)
BEHIND_MAX = timedelta(days=7)

_DATE = r"(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)"
_TIME = r"(\d\d)[-_.:]?(\d\d)[-_.:]?(\d\d)"
_IN_NAME = re.compile(rf"(?<!\d){_DATE}[-_.T ]?{_TIME}(?!\d)")


@dataclass(frozen=True)
class Times:
    """When a clip was taken: the time chosen, and what it was chosen from."""

    recorded_at: datetime
    received_at: datetime
    camera_at: datetime | None


def format_time(moment: datetime) -> str:
    """The contract's form: UTC, milliseconds, Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def parse_camera_time(name: str, time_zone: str, received_at: datetime) -> datetime | None:
    """The first date and time in a file name, in UTC; None when there is none.

    Knows Foscam's MDalarm_20260830_152954.mkv and MDAlarm_20260830-152954.jpg, and 14 digits
    with or without separators. An hour that happens twice is the one nearer to `received_at`; an
    hour that is skipped is taken as if the clock had not been changed.
    """
    for found in _IN_NAME.finditer(name):
        year, month, day, hour, minute, second = (int(part) for part in found.groups())
        try:
            zone = ZoneInfo(time_zone)
            local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        except ValueError:
            continue
        readings = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
        if local.astimezone(UTC).astimezone(zone).replace(fold=0, tzinfo=None) != local.replace(
            tzinfo=None
        ):
            return readings[0]
        return min(readings, key=lambda reading: abs(received_at - reading))
    return None


def choose_times(
    name: str, time_zone: str, received_at: datetime, *, is_clock_trusted: bool
) -> Times:
    """The camera's time when it is trusted and sane, else the time of arrival."""
    camera_at = parse_camera_time(name, time_zone, received_at)
    recorded_at = received_at
    if camera_at is not None and is_clock_trusted:
        lead = camera_at - received_at
        if -BEHIND_MAX <= lead <= AHEAD_MAX:
            recorded_at = camera_at
    return Times(recorded_at, received_at, camera_at)
