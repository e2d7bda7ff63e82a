"""What a star and a deletion make of a clip's row; the objects follow, see `chores`.

The attribute `kept` says that a row is no longer as ingest leaves it:

    starred    forgotten never
    releasing  was starred; its objects stay held for a day more
    deleted    on no list; can be restored for a day
    purging    its objects are being deleted
    purged     all that is left, so that what comes late is recognised

While it has any, `expires_at` is far away, so that no row leaves before its objects are seen to;
`lapses_at` is when retention alone would end. `keep_version` counts all changes of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contract import names
from functions.clips.logic.catalogue import list_partitions
from functions.clips.logic.tallies import uncount_clip
from functions.clips.logic.times import format_time, parse_time
from functions.clips.rows import Addition, Change, Plain, Row
from functions.errors import Rejected

# The last second that has four digits of year; DynamoDB forgets nothing that is ahead.
NEVER_S = 253_402_300_799
CHORE = names.format_chore_partition("keeping")
HIDDEN = frozenset({"deleted", "purging", "purged"})
UNDO = timedelta(seconds=names.CLIPS_UNDO_S)

_GRACE = timedelta(seconds=names.CLIPS_UNSTAR_GRACE_S)


@dataclass(frozen=True)
class Plan:
    """A change of a clip's row, and what it changes in the sums of its camera and day."""

    change: Change
    addition: Addition | None = None


def apply(row: Row, change: Change) -> Row:
    """The row as it is after a change."""
    changed = {**row, **change.sets}
    return {name: value for name, value in changed.items() if name not in change.removes}


def is_kept(row: Row) -> bool:
    """Whether people starred or deleted it, so that it is no longer ingest's alone."""
    return "kept" in row


def is_hidden(row: Row) -> bool:
    """Whether people deleted it."""
    return row.get("kept") in HIDDEN


def read_lapse(row: Row) -> int | None:
    """Epoch seconds when the clip is forgotten; None while it is starred."""
    if row.get("kept") == "starred":
        return None
    return _number(row, "lapses_at") or _number(row, "expires_at")


def star(
    row: Row, person: str, note: str, now: datetime, *, seen: int, is_owner: bool
) -> Plan | None:
    """Keep a clip, or change why; None when it is as asked.

    `seen` is the version of the star that the person saw, 0 for none. A star that somebody else
    set meanwhile keeps the clip as well: one without a note asks for nothing more. Raises Rejected
    "conflict", or "forbidden" for the star of somebody else.
    """
    present = _map(row, "star")
    if present:
        if present["note"] == note or (not note and not seen):
            return None
        if present["version"] != seen:
            raise Rejected("conflict", "somebody has starred it or changed the note meanwhile")
        _check_author(present, person, is_owner)
    elif seen:
        raise Rejected("conflict", "somebody has taken the star off meanwhile")
    version = _count(row) + 1
    return _plan(
        row,
        {
            "kept": "starred",
            "star": {"by": person, "at": format_time(now), "note": note, "version": version},
            "by_starred": names.format_starred_partition(str(row["site"])),
            "lapses_at": _lapse(row),
            "expires_at": NEVER_S,
            # From here on S3 may hold some of its objects.
            "held": 1,
            **_due(now),
        },
        ("release_at",),
    )


def unstar(
    row: Row, person: str, now: datetime, *, seen: int | None, is_owner: bool
) -> Plan | None:
    """Let retention decide again, in a day at the earliest; None when there is no star.

    `seen`, when given, must be the star's version. Raises Rejected "conflict" or "forbidden".
    """
    present = _map(row, "star")
    if not present:
        return None
    if seen is not None and present["version"] != seen:
        raise Rejected("conflict", "somebody has changed the note meanwhile")
    _check_author(present, person, is_owner)
    later = now + _GRACE
    return _plan(
        row,
        {
            "kept": "releasing",
            "lapses_at": max(_lapse(row), _epoch_s(later)),
            "release_at": format_time(later),
            **_due(later),
        },
        ("star", "by_starred"),
    )


def delete(row: Row, person: str, now: datetime) -> Plan | None:
    """Take a clip off every list; None when it is. Raises Rejected "conflict" for a starred one."""
    if is_hidden(row):
        return None
    if "star" in row:
        raise Rejected("conflict", "it is starred; take the star off before deleting it")
    clip_id = names.parse_clip_key(str(row["pk"]))
    deleted_at = format_time(now)
    return _plan(
        row,
        {
            "kept": "deleted",
            "deleted": {"by": person, "at": deleted_at},
            "by_deleted": names.format_deleted_partition(str(row["site"])),
            "deleted_order": names.format_clip_order(deleted_at, clip_id),
            "lapses_at": _lapse(row),
            "expires_at": NEVER_S,
            **_due(now + UNDO),
        },
        tuple(_partitions(row)),
        uncount_clip(row),
    )


def restore(row: Row, now: datetime) -> Plan | None:
    """Put a deleted clip back on its lists; None when it is there.

    Raises Rejected "gone" when the day is over, or retention has ended.
    """
    if not is_hidden(row):
        return None
    if not is_restorable(row, now):
        raise Rejected("gone", "the time to restore it is over")
    restored: Row = {**_partitions(row)}
    removes = ["deleted", "by_deleted", "deleted_order"]
    if "held" in row:
        restored |= {"kept": "releasing", "release_at": format_time(now), **_due(now)}
    else:
        restored |= {"expires_at": _lapse(row)}
        removes += ["kept", "lapses_at", "by_chore", "due_at"]
    counted = uncount_clip(row)
    sums = {name: -value for name, value in counted.sums.items()}
    return _plan(row, restored, tuple(removes), replace(counted, sums=sums))


def is_restorable(row: Row, now: datetime) -> bool:
    """Whether a deleted clip can be put back."""
    if row.get("kept") != "deleted":
        return False
    return now < read_purge_time(row) and _lapse(row) > _epoch_s(now)


def read_deletion(row: Row) -> tuple[str, str]:
    """Who deleted it and when."""
    deleted = _map(row, "deleted")
    return str(deleted["by"]), str(deleted["at"])


def read_purge_time(row: Row) -> datetime:
    """When a deleted clip's objects go."""
    return parse_time(read_deletion(row)[1]) + UNDO


def _check_author(present: dict[str, Plain], person: str, is_owner: bool) -> None:
    if present["by"] != person and not is_owner:
        raise Rejected("forbidden", "only who starred it, or an owner, may do this")


def _plan(
    row: Row, sets: Row, removes: tuple[str, ...] = (), addition: Addition | None = None
) -> Plan:
    # What ingest may write meanwhile to a row that is not kept yet is its expiry.
    expected: dict[str, Plain | None] = {
        "site": str(row["site"]),
        "keep_version": _count(row) or None,
        "expires_at": _number(row, "expires_at"),
    }
    change = Change(str(row["pk"]), expected, {**sets, "keep_version": _count(row) + 1}, removes)
    return Plan(change, addition)


def _partitions(row: Row) -> Row:
    return list_partitions(str(row["site"]), str(row["camera"]), str(row["kind"]))


def _due(at: datetime) -> Row:
    return {"by_chore": CHORE, "due_at": format_time(at)}


def _lapse(row: Row) -> int:
    return _number(row, "lapses_at") or _number(row, "expires_at") or 0


def _count(row: Row) -> int:
    return _number(row, "keep_version") or 0


def _number(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _map(row: Row, name: str) -> dict[str, Plain]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _epoch_s(moment: datetime) -> int:
    return int(moment.timestamp())
