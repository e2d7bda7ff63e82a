"""The access log: who did what with a site's recordings, and how far back it is read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contract import names
from functions.clips.logic.ids import derive_id
from functions.clips.logic.times import format_epoch_ms
from functions.clips.rows import Partition, Row
from functions.errors import Rejected

DAY_S = 86400
HOUR_MS = 3_600_000
# Every `ordered` begins with a year; both are beyond the first and the last.
LOWEST, HIGHEST = "0", "9999-12-31T23:59:59.999Z~"


@dataclass(frozen=True)
class Deed:
    """Something that was done; `what` is a `deed` of the contract.

    `person` is the caller's id, None for somebody who holds a share link. `camera` is its name
    within the site. `about` is the id of the share or the export.
    """

    site: str
    what: str
    person: str | None
    clip_id: str | None = None
    camera: str | None = None
    about: str | None = None


def describe_deed(deed: Deed, now_ms: int, entry: str) -> Row:
    """The row of a line of the log, forgotten after CLIPS_LOG_DAYS."""
    at = format_epoch_ms(now_ms)
    year, month = at[:4], at[5:7]
    row: Row = {
        "pk": names.format_log_key(entry),
        "site": deed.site,
        "at": at,
        "deed": names.check_deed(deed.what),
        "by_site": names.format_log_partition(deed.site, year, month),
        "by_site_kind": names.format_log_deed_partition(deed.site, year, month, deed.what),
        "ordered": names.format_log_order(at, entry),
        "expires_at": now_ms // 1000 + names.CLIPS_LOG_DAYS * DAY_S,
    }
    for name in ("person", "clip_id", "camera", "about"):
        value = getattr(deed, name)
        if value is not None:
            row[name] = value
    return row


def identify_in_hour(deed: Deed, now_ms: int) -> str:
    """The id of a line of which one is enough for each hour of the clock."""
    told = (deed.site, deed.what, deed.person, deed.clip_id, deed.camera, deed.about)
    return derive_id(now_ms // HOUR_MS * HOUR_MS, *(part or "" for part in told))


def question(site: str, deed: str | None) -> tuple[str | None, ...]:
    """What a cursor is bound to."""
    return ("access_log", site, deed)


def choose_partitions(
    site: str, deed: str | None, position: str | None, now_s: int
) -> list[Partition]:
    """The months that may hold the next page, newest first.

    `position` is where the page before ended; raises Rejected "invalid_cursor" when it is none.
    """
    newest = datetime.fromtimestamp(now_s, UTC).strftime("%Y-%m")
    oldest = datetime.fromtimestamp(now_s - names.CLIPS_LOG_DAYS * DAY_S, UTC).strftime("%Y-%m")
    if position is not None:
        try:
            names.parse_log_order(position)
        except ValueError:
            raise Rejected("invalid_cursor", "cursor: was not made by this API") from None
        newest = min(newest, position[:7])
    months: list[str] = []
    year, month = int(newest[:4]), int(newest[5:7])
    while (text := f"{year:04}-{month:02}") >= oldest:
        months.append(text)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return [_partition(site, deed, text) for text in months]


def _partition(site: str, deed: str | None, month: str) -> Partition:
    year, _, number = month.partition("-")
    if deed is None:
        return Partition("site", names.format_log_partition(site, year, number))
    return Partition("site_kind", names.format_log_deed_partition(site, year, number, deed))


def show_entry(row: Row) -> dict[str, Any]:
    """A line of the log as owners are shown it."""
    site, camera = str(row["site"]), row.get("camera")
    return {
        "id": names.parse_log_key(str(row["pk"])),
        "at": row["at"],
        "deed": row["deed"],
        "person": row.get("person"),
        "clip": row.get("clip_id"),
        "camera": camera and names.format_camera_id(site, str(camera)),
        "about": row.get("about"),
    }
