"""Times: the contract's text form, what a camera's file name says, and which time to believe."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vedette_gateway.profiles import GENERIC, NameReader, NameTime

# A trusted camera may be this far ahead of the gateway's clock; seen in the field: cameras days in
# the future after a power cut.
AHEAD_MAX = timedelta(minutes=5)
BEHIND_MAX = timedelta(days=7)


@dataclass(frozen=True)
class CameraClock:
    """What a camera's file names say about time, and whether to believe it.

    A trusted camera is believed up to `behind_max` before the arrival of the file.
    """

    time_zone: str
    is_trusted: bool
    profile: str = GENERIC
    behind_max: timedelta = BEHIND_MAX


@dataclass(frozen=True)
class Times:
    """When a clip was taken: the time chosen and why, and what it was chosen from."""

    recorded_at: datetime
    received_at: datetime
    camera_at: datetime | None
    why: str


def format_time(moment: datetime) -> str:
    """The contract's form: UTC, milliseconds, Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def place(said: NameTime, received_at: datetime) -> datetime:
    """The moment a name means, in UTC.

    An hour that happens twice is the later one that is not in the future; an hour that is skipped
    is taken as if the clock had not been changed.
    """
    zone = ZoneInfo(said.zone)
    first, second = (said.local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    is_skipped = first.astimezone(zone).replace(tzinfo=None, fold=0) != said.local
    if is_skipped or second > received_at + AHEAD_MAX:
        return first
    return second


def choose_times(
    source_path: str, clock: CameraClock, reader: NameReader, received_at: datetime
) -> Times:
    """The camera's time when it is trusted and sane, else the time of arrival.

    `source_path` is relative to the camera's jail. What the camera said is kept in any case.
    """
    said = reader.read(source_path, clock.profile, clock.time_zone)
    camera_at = None if said is None else place(said, received_at)
    why = _doubt(camera_at, clock, received_at)
    if camera_at is None or why is not None:
        return Times(received_at, received_at, camera_at, f"time of arrival: {why}")
    return Times(camera_at, received_at, camera_at, "the camera's time: trusted and sane")


def _doubt(camera_at: datetime | None, clock: CameraClock, received_at: datetime) -> str | None:
    if camera_at is None:
        return "the name has no date that the profile knows"
    if not clock.is_trusted:
        return "the camera's clock is not trusted"
    if camera_at > received_at + AHEAD_MAX:
        return f"the camera's clock is {_span(camera_at - received_at)} ahead"
    if camera_at < received_at - clock.behind_max:
        return f"the camera's clock is {_span(received_at - camera_at)} behind"
    return None


def _span(length: timedelta) -> str:
    if length >= timedelta(days=2):
        return f"{length.days} days"
    return f"{length.total_seconds() / 60:.0f} minutes"
