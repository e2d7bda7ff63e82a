"""Who is told of a clip: by membership, by choice, and not in quiet hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contract import names
from functions.notifications.rows import Choices, Member


def wants(member: Member, site: str, camera: str, now_s: int) -> bool:
    """Whether a clip that a camera has just recorded is for this member to be told of."""
    choices = member.choices
    return (
        choices.channel != "none"
        and not (member.expires_s is not None and member.expires_s <= now_s)
        and (member.cameras is None or camera in member.cameras)
        and (choices.cameras is None or names.format_camera_id(site, camera) in choices.cameras)
        and not is_quiet(choices, now_s)
    )


def is_quiet(choices: Choices, now_s: int) -> bool:
    """Whether it is a quiet hour where the person is; `quiet_from` is in it, `quiet_to` is not.

    Hours may go over midnight. A day with a change of clocks has the hours that its clock shows.
    """
    begin, end = choices.quiet_from, choices.quiet_to
    if begin is None or end is None or begin == end:
        return False
    clock = datetime.fromtimestamp(now_s, find_zone(choices.zone)).strftime("%H:%M")
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def find_zone(name: str) -> ZoneInfo:
    """The time zone of a name; UTC for one that this release of the database does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_late(recorded_at: str, now_s: int) -> bool:
    """Whether a clip is too old to be news, e.g. after a gateway was cut off for hours."""
    return now_s - read_ms(recorded_at) / 1000 > names.NOTIFICATIONS_CLIP_AGE_MAX_S


def read_ms(time: str) -> int:
    """Milliseconds of the epoch of a time of the contract; raises ValueError."""
    read = datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return (read - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
