"""Renditions that come after people starred or deleted their clip."""

from datetime import datetime

from functions.clips.logic.keeping import CHORE, is_hidden
from functions.clips.logic.tallies import count_rendition
from functions.clips.logic.times import format_time
from functions.clips.rows import Addition, Change, Merge, Row
from functions.errors import Rejected

_SAME = ("site", "camera", "kind", "recorded_at")


def add_late(
    row: Row, clip: Merge, rendition: str, now: datetime
) -> tuple[Change, Addition | None]:
    """What a rendition changes in a row that is no longer ingest's alone.

    A starred clip's has to be held as well, a purged clip's to be deleted as well; a deleted
    clip's waits with the others and is not counted. Raises Rejected "clip_conflict" for another
    recording.
    """
    if any(row[name] != clip.identity[name] for name in _SAME):
        raise Rejected("clip_conflict", f"another recording has the clip id of {clip.pk}")
    fields = dict(clip.fields)
    lapses_at = fields.pop("expires_at", None)
    version = int(str(row["keep_version"]))
    sets: Row = {"keep_version": version + 1}
    if row["kept"] in ("starred", "releasing", "deleted"):
        sets |= fields
        if lapses_at is not None and row["kept"] != "releasing":
            sets["lapses_at"] = lapses_at
    if row["kept"] in ("starred", "purging", "purged"):
        sets |= {"by_chore": CHORE, "due_at": format_time(now)}
    change = Change(clip.pk, {"keep_version": version}, sets)
    counted = None if is_hidden(row) else count_rendition(clip, row, rendition)
    return change, counted and counted[1]
