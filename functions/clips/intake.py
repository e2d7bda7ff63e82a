"""Intake: from an event of the media bucket to the catalogue."""

from collections.abc import Callable
from datetime import datetime

from functions.clips.logic.catalogue import (
    ObjectKey,
    describe_camera,
    describe_clip,
    describes_same,
    read_event,
)
from functions.clips.logic.keeping import is_kept
from functions.clips.logic.late import add_late
from functions.clips.logic.tallies import count_rendition
from functions.clips.rows import Merge
from functions.clips.store.kept_rows import KeptRows
from functions.clips.store.media import MediaBucket
from functions.clips.store.table import ClipTable
from functions.clips.store.tallies import TallyTable
from functions.errors import Rejected, Unavailable

# Renditions of one camera come at once, to several processes; each try waits for the table twice.
_TRIES = 10


class Intake:
    """Safe to repeat and in any order: each event's writes come to the same rows."""

    def __init__(
        self,
        media: MediaBucket,
        table: ClipTable,
        tallies: TallyTable,
        kept: KeptRows,
        bucket: str,
        retention_days: int,
        now: Callable[[], datetime],
    ) -> None:
        self._media = media
        self._table = table
        self._tallies = tallies
        self._kept = kept
        self._now = now
        self._bucket = bucket
        self._retention_days = retention_days

    def catalogue(self, body: str) -> dict[str, str]:
        """Add the object that a queue message tells of; raises Rejected and Unavailable.

        Returns what the log should say of it.
        """
        key = read_event(body, self._bucket)
        facts = self._media.describe(key.text)
        if facts is None:
            raise Rejected("object_gone", f"not in the bucket any more: {key.text}")
        clip = describe_clip(key, facts, self._retention_days)
        self._add(key, clip)
        pk, camera, latest = describe_camera(key, clip)
        if not self._table.advance(pk, camera, latest):
            # One of the times is older than the camera's; the other may still be its newest.
            for name, value in latest.items():
                self._table.advance(pk, camera, {name: value})
        return {
            "site": key.site,
            "camera": key.camera,
            "clip_id": key.clip_id,
            "rendition": key.rendition,
            "kind": str(clip.identity["kind"]),
            "recorded_at": str(clip.identity["recorded_at"]),
        }

    def _add(self, key: ObjectKey, clip: Merge) -> None:
        for _ in range(_TRIES):
            row = self._table.read_row(clip.pk)
            if row is not None and is_kept(row):
                # People starred or deleted it before.
                change, addition = add_late(row, clip, key.rendition, self._now())
                if self._kept.apply(change, addition):
                    return
                continue
            if row is not None and not describes_same(clip, row):
                raise Rejected("clip_conflict", f"another recording has the clip id of {key.text}")
            counted = count_rendition(clip, row, key.rendition)
            if counted is None:
                # What is written again is not counted again.
                if self._table.merge(clip):
                    return
            elif self._tallies.merge(clip, *counted):
                return
        raise Unavailable(f"others write the clip or the tally of {key.text}")
