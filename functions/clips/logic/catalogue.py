"""The catalogue: what an event and a stored object become in the table."""

import json
from dataclasses import dataclass
from typing import Any

from contract import names
from functions.clips.logic.times import format_epoch, parse_time
from functions.clips.rows import Merge, ObjectFacts, Plain, Row
from functions.errors import Rejected

DAY_S = 86400


@dataclass(frozen=True)
class ObjectKey:
    """An object key, taken apart."""

    text: str
    site: str
    camera: str
    date: str
    clip_id: str
    rendition: str


def read_event(body: str, bucket: str) -> ObjectKey:
    """The object that an EventBridge "Object Created" event in a queue message names.

    Raises Rejected "malformed_event", "unexpected_event", "foreign_bucket" or "malformed_key".
    """
    try:
        event: Any = json.loads(body)
        kind = (event["source"], event["detail-type"])
        event_bucket: Any = event["detail"]["bucket"]["name"]
        key: Any = event["detail"]["object"]["key"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Rejected("malformed_event", "the message is not an event of S3") from None
    if kind != ("aws.s3", "Object Created"):
        raise Rejected("unexpected_event", f"not an Object Created event: {kind!r}"[:200])
    if event_bucket != bucket:
        raise Rejected("foreign_bucket", f"not the media bucket: {event_bucket!r}"[:200])
    return read_key(key)


def read_key(key: object) -> ObjectKey:
    """Raises Rejected "malformed_key" for a key outside the contract."""
    try:
        if not isinstance(key, str):
            raise ValueError("not a text")
        site, camera, year, month, day, clip_id, rendition, _ = names.parse_object_key(key)
    except ValueError as error:
        raise Rejected("malformed_key", f"{error} in key {key!r}"[:200]) from None
    return ObjectKey(key, site, camera, f"{year}-{month}-{day}", clip_id, rendition)


def describe_clip(key: ObjectKey, facts: ObjectFacts, retention_days: int) -> Merge:
    """The write that adds one rendition to its clip's row, whichever rendition comes first.

    The row lives as long as its original, which S3 deletes `retention_days` after storing it.
    Raises Rejected "bad_metadata", "date_mismatch" or "bad_content_type".
    """
    fields = _read_metadata(facts.metadata)
    recorded_at = str(fields.pop("recorded_at"))
    kind = str(fields.pop("kind"))
    if not recorded_at.startswith(key.date):
        raise Rejected("date_mismatch", f"recorded at {recorded_at}, stored under {key.date}")
    if facts.content_type not in names.CONTENT_TYPES:
        raise Rejected("bad_content_type", f"no media type: {facts.content_type!r}"[:200])
    rendition: dict[str, Plain] = {
        "key": key.text,
        "bytes": facts.size_bytes,
        "content_type": facts.content_type,
        "stored_at": format_epoch(facts.stored_s),
    }
    expiry: Row = {"expires_at": facts.stored_s + retention_days * DAY_S}
    is_original = key.rendition == "original"
    return Merge(
        pk=names.format_clip_key(key.clip_id),
        identity={
            "site": key.site,
            "camera": key.camera,
            "kind": kind,
            "recorded_at": recorded_at,
            "ordered": names.format_clip_order(recorded_at, key.clip_id),
            **list_partitions(key.site, key.camera, kind),
        },
        fields={**fields, key.rendition: rendition, **(expiry if is_original else {})},
        defaults={} if is_original else expiry,
    )


def describes_same(merge: Merge, row: Row) -> bool:
    """Whether a row is of the recording that a merge adds to."""
    return all(row.get(name) == value for name, value in merge.identity.items())


def list_partitions(site: str, camera: str, kind: str) -> Row:
    """Where a clip is listed; a row without them is on no list."""
    return {
        "by_site": names.format_site_partition(site),
        "by_site_kind": names.format_site_kind_partition(site, kind),
        "by_camera": names.format_camera_partition(site, camera),
        "by_camera_kind": names.format_camera_kind_partition(site, camera, kind),
    }


def describe_camera(key: ObjectKey, clip: Merge) -> tuple[str, Row, dict[str, str]]:
    """The camera of a clip: table key, fixed attributes, and times of which it keeps the latest."""
    row: Row = {
        "site": key.site,
        "camera": key.camera,
        "by_site": names.format_cameras_partition(key.site),
        "ordered": key.camera,
    }
    latest = {
        "last_recorded_at": str(clip.identity["recorded_at"]),
        "last_received_at": str(clip.fields["received_at"]),
    }
    return names.format_camera_key(key.site, key.camera), row, latest


def _read_metadata(metadata: dict[str, str]) -> dict[str, Plain]:
    try:
        fields = names.decode_clip(metadata)
        for name in ("recorded_at", "received_at", "camera_at"):
            if name in fields:
                parse_time(str(fields[name]))
    except ValueError as error:
        raise Rejected("bad_metadata", str(error)[:200]) from None
    return dict(fields)
