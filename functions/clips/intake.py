"""Intake: from an event of the media bucket to the catalogue."""

from functions.clips.logic.catalogue import describe_camera, describe_clip, read_event
from functions.clips.store.media import MediaBucket
from functions.clips.store.table import ClipTable
from functions.errors import Rejected


class Intake:
    """Safe to repeat and in any order: each event's writes come to the same rows."""

    def __init__(
        self,
        media: MediaBucket,
        table: ClipTable,
        bucket: str,
        retention_days: int,
    ) -> None:
        self._media = media
        self._table = table
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
        if not self._table.merge(clip):
            raise Rejected("clip_conflict", f"another recording has the clip id of {key.text}")
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
        }
