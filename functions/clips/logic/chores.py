"""What is to be done to a clip's objects so that they are as its row says."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contract import names
from functions.clips.logic.keeping import HIDDEN, read_purge_time
from functions.clips.logic.times import format_time
from functions.clips.rows import Change, Plain, Row, Version
from functions.errors import Rejected

Step = Literal["hold", "release", "wait", "purge", "nothing"]

_CHORE = ("by_chore", "due_at")
_RELEASED = ("kept", "lapses_at", "release_at", "held", *_CHORE)


@dataclass(frozen=True)
class Sweep:
    """Look for every clip of which something is due."""


@dataclass(frozen=True)
class Tend:
    """See to the objects of one clip."""

    clip_id: str


def format_tend(clip_id: str) -> str:
    """The message about one clip."""
    return json.dumps({"chore": "tend", "clip_id": clip_id})


def read_message(body: str) -> Sweep | Tend:
    """Raises Rejected "malformed_chore"."""
    try:
        message: Any = json.loads(body)
        if message["chore"] == "sweep":
            return Sweep()
        if message["chore"] == "tend":
            return Tend(names.check_clip_id(message["clip_id"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Rejected("malformed_chore", f"not a message about keeping: {body!r}"[:200])


def choose_step(row: Row | None, now: datetime) -> Step:
    """What a row asks for now; "wait" is for something that is due later."""
    if row is None or "by_chore" not in row:
        return "nothing"
    kept = row.get("kept")
    if kept == "starred":
        return "hold"
    if kept == "deleted":
        return "purge" if now >= read_purge_time(row) else "wait"
    if kept in HIDDEN:
        return "purge"
    return "release" if str(row["release_at"]) <= format_time(now) else "wait"


def postpone(row: Row, until: datetime) -> Change:
    """Look again later, should what is begun now not be finished."""
    return Change(str(row["pk"]), _as_read(row), {"due_at": format_time(until)})


def settle_hold(row: Row) -> Change:
    """Every object is held."""
    return Change(str(row["pk"]), _as_read(row), {}, _CHORE)


def settle_release(row: Row) -> Change:
    """No object is held, and retention decides again."""
    sets: Row = {"expires_at": row["lapses_at"]}
    return Change(str(row["pk"]), _as_read(row), sets, _RELEASED)


def begin_purge(row: Row) -> Change:
    """From here on nobody can restore it."""
    sets: Row = {"kept": "purging", "keep_version": _version(row) + 1}
    return Change(str(row["pk"]), _as_read(row), sets, ("by_deleted", "deleted_order"))


def settle_purge(row: Row, now: datetime) -> tuple[Row, int]:
    """What stays of a purged row, and the version that it must still have."""
    stays = ("pk", "site", "camera", "kind", "recorded_at", "deleted")
    forgotten_s = int(now.timestamp()) + names.CLIPS_TOMBSTONE_S
    tombstone: Row = {name: row[name] for name in stays}
    tombstone |= {
        "kept": "purged",
        "keep_version": _version(row) + 1,
        "expires_at": forgotten_s,
    }
    return tombstone, _version(row)


def find_prefix(row: Row) -> str:
    """Where the objects of a clip are."""
    return names.format_clip_prefix(*_place(row))


def find_mark(row: Row) -> str:
    """The key of the object that tells gateways of its deletion."""
    return names.format_deletion_mark(*_place(row))


def find_newest(versions: list[Version]) -> list[Version]:
    """Of each object the newest version that has content: what a star protects."""
    newest: dict[str, Version] = {}
    for each in versions:
        # S3 lists the versions of a key with the newest first.
        if not each.is_marker:
            newest.setdefault(each.key, each)
    return list(newest.values())


def find_covers(versions: list[Version]) -> list[Version]:
    """Markers behind which retention hid objects before their star was seen to."""
    held = {each.key for each in find_newest(versions)}
    return [each for each in versions if each.is_marker and each.key in held]


def _place(row: Row) -> tuple[str, str, str, str, str, str]:
    year, month, day = str(row["recorded_at"])[:10].split("-")
    clip_id = names.parse_clip_key(str(row["pk"]))
    return str(row["site"]), str(row["camera"]), year, month, day, clip_id


def _as_read(row: Row) -> dict[str, Plain | None]:
    return {"keep_version": _version(row)}


def _version(row: Row) -> int:
    return int(str(row["keep_version"]))
