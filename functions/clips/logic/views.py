"""What people are shown of a row."""

from typing import Any
from urllib.parse import unquote

from contract import names
from functions.clips.logic.keeping import is_hidden, read_deletion, read_lapse, read_purge_time
from functions.clips.logic.times import format_epoch, format_time
from functions.clips.rows import Row
from functions.errors import Rejected
from functions.membership import Caller

# What browsers play of an MP4 or a WebM; HEVC "plays" without a picture and without an error.
_PLAYABLE_TYPES = frozenset({"video/mp4", "video/webm"})
_PLAYABLE_CODECS = frozenset({"h264", "av1", "vp9", "vp8"})
_OPTIONAL = ("camera_at", "duration_ms", "width", "height")


def is_visible(row: Row | None, caller: Caller, now_s: int) -> bool:
    """Whether a clip exists for the caller: theirs, not deleted by people, and not expired though
    DynamoDB has it still."""
    if row is None or is_hidden(row) or not caller.sees(str(row["site"]), str(row["camera"])):
        return False
    lapse = read_lapse(row)
    return lapse is None or lapse > now_s


def check_clip(clip_id: str) -> str:
    """The table key; raises Rejected "not_found", since such a clip cannot exist."""
    try:
        return names.format_clip_key(clip_id)
    except ValueError:
        raise unknown_clip() from None


def unknown_clip() -> Rejected:
    """The same for a foreign clip and for one that does not exist."""
    return Rejected("not_found", "there is no such clip")


def is_playable(row: Row) -> bool:
    """Whether something has arrived that a browser shows: `hd`, or an original it plays."""
    if _rendition(row, "hd") is not None:
        return True
    original = _rendition(row, "original")
    if original is None:
        return False
    if str(original["content_type"]).startswith("image/"):
        return True
    # What nobody named is believed to be what most cameras send.
    codec = row.get("video_codec", "h264")
    return original["content_type"] in _PLAYABLE_TYPES and codec in _PLAYABLE_CODECS


def show_summary(row: Row, link: str, query: str) -> dict[str, Any]:
    """A clip in a list; `link` is where objects are served, `query` opens those of its camera."""
    original = _rendition(row, "original")
    thumb, preview = _rendition(row, "thumb"), _rendition(row, "preview")
    return {
        "id": names.parse_clip_key(str(row["pk"])),
        "site": row["site"],
        "camera": names.format_camera_id(str(row["site"]), str(row["camera"])),
        "kind": row["kind"],
        "recorded_at": row["recorded_at"],
        "received_at": row["received_at"],
        **{name: row.get(name) for name in _OPTIONAL},
        "bytes": original and original["bytes"],
        "playable": is_playable(row),
        "starred": "star" in row,
        "thumb_url": thumb and f"{link}/{thumb['key']}?{query}",
        "preview_url": preview and f"{link}/{preview['key']}?{query}",
    }


def show_detail(row: Row, link: str, query: str, media_expires_s: int) -> dict[str, Any]:
    """A clip with links to all its renditions, which open until `media_expires_s`."""
    source_name, lapse = row.get("source_name"), read_lapse(row)
    media: dict[str, Any] = {}
    for name in names.RENDITIONS:
        rendition = _rendition(row, name)
        media[name] = rendition and {
            "url": f"{link}/{rendition['key']}?{query}",
            "content_type": rendition["content_type"],
            "bytes": rendition["bytes"],
        }
    return {
        **show_summary(row, link, query),
        "video_codec": row.get("video_codec"),
        "audio_codec": row.get("audio_codec"),
        "treatment": row.get("treatment"),
        "versions": row.get("versions"),
        "source_name": source_name and unquote(str(source_name)),
        "expires_at": None if lapse is None else format_epoch(lapse),
        "media": media,
        "media_expires_at": format_epoch(media_expires_s),
    }


def show_star(row: Row, person: str) -> dict[str, Any] | None:
    """Who starred a clip, when and why, as `person` sees it; `held` once the bucket protects all
    of it."""
    star = row.get("star")
    if not isinstance(star, dict):
        return None
    return {**star, "yours": star["by"] == person, "held": "by_chore" not in row}


def show_deleted(row: Row, link: str, query: str) -> dict[str, Any]:
    """A clip in the list of those that can be restored."""
    by, at = read_deletion(row)
    return {
        **show_summary(row, link, query),
        "deleted_by": by,
        "deleted_at": at,
        "restorable_until": show_purge_time(row),
    }


def show_purge_time(row: Row) -> str:
    """Until when a deletion can be undone."""
    return format_time(read_purge_time(row))


def show_camera(row: Row, now_s: int) -> dict[str, Any]:
    """A camera in a list; `silent` when its gateway has received nothing of it for long."""
    site, camera = str(row["site"]), str(row["camera"])
    silent_since = format_epoch(now_s - names.CLIPS_SILENT_AFTER_S)
    return {
        "id": names.format_camera_id(site, camera),
        "site": site,
        "name": camera,
        "last_recorded_at": row["last_recorded_at"],
        "last_received_at": row["last_received_at"],
        "silent": str(row["last_received_at"]) < silent_since,
    }


def _rendition(row: Row, name: str) -> dict[str, Any] | None:
    value = row.get(name)
    return dict(value) if isinstance(value, dict) else None
