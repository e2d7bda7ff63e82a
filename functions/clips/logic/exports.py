"""Exports: what may be asked for, what their row says, and what people are shown of it."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contract import names
from functions.clips.logic.ids import derive_id
from functions.clips.logic.times import format_epoch, format_epoch_ms, parse_time
from functions.clips.rows import Partition, Row
from functions.errors import Rejected
from functions.membership import Caller

DAY_S = 86400
SPAN_MAX = timedelta(days=31)
# Asking twice for the same within this gives one export.
SAME_WITHIN_MS = 300_000
# A worker says that it lives every few seconds, and Lambda ends it after 900 s.
STALE_S = 960
# The row stays a little longer than its file, to say that it has expired.
LISTED_S = (names.CLIPS_EXPORT_DAYS + 30) * DAY_S


@dataclass(frozen=True)
class Wish:
    """What of one site to export; `after` and `before` are contract times."""

    site: str
    cameras: tuple[str, ...]
    after: str
    before: str


def check_wish(caller: Caller, cameras: list[str], after: str, before: str) -> Wish:
    """Raises Rejected "invalid_parameter", "not_found" or "forbidden"."""
    chosen = sorted({names.parse_camera_id(camera) for camera in cameras})
    sites = {site for site, _ in chosen}
    for site, camera in chosen:
        if not caller.sees(site, camera):
            raise Rejected("not_found", "cameras: there is no such camera")
    if len(sites) != 1:
        raise Rejected("invalid_parameter", "cameras: must be of one site")
    span = parse_time(before) - parse_time(after)
    if not timedelta(0) < span <= SPAN_MAX:
        raise Rejected("invalid_parameter", "before: must be later than after, by up to 31 days")
    (site,) = sites
    caller.require("export", site)
    return Wish(site, tuple(camera for _, camera in chosen), after, before)


def identify(wish: Wish, person: str, now_ms: int) -> str:
    """The same id for the same wish of the same person within five minutes."""
    window_ms = now_ms // SAME_WITHIN_MS * SAME_WITHIN_MS
    parts = (person, wish.site, ",".join(wish.cameras), wish.after, wish.before)
    return derive_id(window_ms, "export", *parts)


def describe_export(wish: Wish, person: str, export_id: str, now_ms: int) -> Row:
    """The row of an export that nobody works on yet."""
    created_at = format_epoch_ms(now_ms)
    return {
        "pk": names.format_export_key(export_id),
        "site": wish.site,
        "cameras": ",".join(wish.cameras),
        "range_after": wish.after,
        "range_before": wish.before,
        "created_at": created_at,
        "created_by": person,
        "phase": "queued",
        "clips_total": 0,
        "clips_done": 0,
        "bytes_total": 0,
        "bytes_done": 0,
        "by_camera": names.format_exports_partition(person),
        "ordered": names.format_export_order(created_at, export_id),
        "expires_at": now_ms // 1000 + LISTED_S,
    }


def format_message(export_id: str) -> str:
    """What the queue carries."""
    return json.dumps({"export_id": export_id})


def read_message(body: str) -> str:
    """The export's table key; raises Rejected "malformed_message"."""
    try:
        return names.format_export_key(json.loads(body)["export_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Rejected("malformed_message", "the message names no export") from None


def choose_partition(person: str) -> Partition:
    """Where a person's exports are."""
    return Partition("camera", names.format_exports_partition(person))


def unknown_export() -> Rejected:
    """The same for a foreign export and for one that does not exist."""
    return Rejected("not_found", "there is no such export")


def check_key(export_id: str) -> str:
    """The table key; raises Rejected "not_found", since such an export cannot exist."""
    try:
        return names.format_export_key(export_id)
    except ValueError:
        raise unknown_export() from None


def is_visible(row: Row | None, caller: Caller) -> bool:
    """Whether it is the caller's own, who may still export all of its cameras."""
    if row is None or row["created_by"] != caller.id:
        return False
    site = str(row["site"])
    cameras = str(row["cameras"]).split(",")
    return caller.may("export", site) and all(caller.sees(site, each) for each in cameras)


def object_key(row: Row) -> str:
    """Where its file is."""
    return names.format_export_object(str(row["site"]), names.parse_export_key(str(row["pk"])))


def tell_state(row: Row, now_s: int) -> tuple[str, str | None]:
    """State and, for a failed one, the reason; a worker that says nothing any more has stopped."""
    phase = str(row["phase"])
    if phase == "ready" and now_s >= file_end(row):
        return "expired", None
    if phase == "running" and now_s - int(str(row["alive_s"])) > STALE_S:
        return "failed", "stopped"
    return phase, str(row["reason"]) if phase == "failed" else None


def file_end(row: Row) -> int:
    """Epoch seconds until which a ready file may be fetched; S3 deletes it soon after."""
    return int(str(row["finished_s"])) + names.CLIPS_EXPORT_DAYS * DAY_S


def show_export(row: Row, now_s: int, url: str | None) -> dict[str, Any]:
    """An export as its maker is shown it; `url` only of one that is ready."""
    state, reason = tell_state(row, now_s)
    site = str(row["site"])
    return {
        "id": names.parse_export_key(str(row["pk"])),
        "site": site,
        "cameras": [names.format_camera_id(site, each) for each in str(row["cameras"]).split(",")],
        "after": row["range_after"],
        "before": row["range_before"],
        "created_at": row["created_at"],
        "state": state,
        "reason": reason,
        **{name: row[name] for name in ("clips_total", "clips_done", "bytes_total", "bytes_done")},
        "bytes": row.get("file_bytes"),
        "expires_at": format_epoch(file_end(row)) if "finished_s" in row else None,
        "url": url,
    }
