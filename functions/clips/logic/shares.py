"""Share links: how long they last, what is kept of them, and what their holder is shown."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Literal

from contract import names
from functions.clips.logic import views
from functions.clips.logic.ids import derive_id
from functions.clips.logic.times import format_epoch, format_epoch_ms, parse_time
from functions.clips.rows import Partition, Row
from functions.errors import Rejected
from functions.membership import Caller, Membership

SECRET_BYTES = 32
DAY_S = 86400
# How long a link that was revoked or ended is still listed, so that people see what was shared.
LISTED_S = 30 * DAY_S
# A link that is revoked ends what it had opened after this.
MEDIA_S = 900
_MEDIA = ("original", "hd", "sd", "thumb")

State = Literal["open", "revoked", "expired"]


def format_secret(random: bytes) -> str:
    """The text that opens a share, from SECRET_BYTES of randomness; 256 bits."""
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def digest(secret: str) -> str:
    """What is stored of a secret. It is random, so that it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def identify(stored: str) -> str:
    """The share's id, from the digest: who knows the id cannot open the share."""
    return derive_id(0, "share", stored)


def check_end(ends_at: str, now_s: int) -> int:
    """Epoch seconds of a contract time; Rejected "invalid_parameter" unless it is near ahead."""
    ends_s = int(parse_time(ends_at).timestamp())
    if not now_s < ends_s <= now_s + names.CLIPS_SHARE_DAYS_MAX * DAY_S:
        days = names.CLIPS_SHARE_DAYS_MAX
        raise Rejected("invalid_parameter", f"expires_at: must be within the next {days} days")
    return ends_s


def describe_share(
    clip: Row, person: str, secret: str, ends_s: int, watermark: str | None, now_ms: int
) -> Row:
    """The row of a new share link."""
    stored = digest(secret)
    share, created_at = identify(stored), format_epoch_ms(now_ms)
    site, clip_id = str(clip["site"]), names.parse_clip_key(str(clip["pk"]))
    row: Row = {
        "pk": names.format_share_key(share),
        "digest": stored,
        "site": site,
        "camera": str(clip["camera"]),
        "clip_id": clip_id,
        "created_at": created_at,
        "created_by": person,
        "ends_at": format_epoch(ends_s),
        "view_count": 0,
        "by_site": names.format_shares_partition(site),
        "by_camera": names.format_clip_shares_partition(clip_id),
        "ordered": names.format_share_order(created_at, share),
        "expires_at": ends_s + LISTED_S,
    }
    return {**row, "watermark": watermark} if watermark else row


def unknown_share() -> Rejected:
    """The same for a foreign share, for one that does not exist and for a wrong secret."""
    return Rejected("not_found", "there is no such share link")


def check_key(share_id: str) -> str:
    """The table key; raises Rejected "not_found", since such a share cannot exist."""
    try:
        return names.format_share_key(share_id)
    except ValueError:
        raise unknown_share() from None


def find_key(secret: str) -> str:
    """The table key of what a secret opens; raises Rejected "not_found" for what is none."""
    try:
        names.check_share_secret(secret)
    except ValueError:
        raise unknown_share() from None
    return names.format_share_key(identify(digest(secret)))


def check_open(row: Row | None, secret: str, now_s: int) -> Row:
    """The share that a secret opens now; raises Rejected "not_found" or "gone"."""
    if row is None or not hmac.compare_digest(str(row["digest"]), digest(secret)):
        raise unknown_share()
    state = tell_state(row, now_s)
    if state != "open":
        why = "was revoked" if state == "revoked" else "has expired"
        raise Rejected("gone", f"this link {why}; ask for a new one")
    return row


def check_clip(share: Row, clip: Row | None, now_s: int) -> Row:
    """The clip of a share; Rejected "gone" when it was deleted or is older than clips are kept."""
    holder = Caller("", (Membership(str(share["site"]), "guest", None),))
    if clip is None or not views.is_visible(clip, holder, now_s):
        raise Rejected("gone", "the recording does not exist any more")
    return clip


def tell_state(row: Row, now_s: int) -> State:
    """Whether a link opens; one that was revoked stays revoked when it ends."""
    if "revoked_at" in row:
        return "revoked"
    ends = parse_time(str(row["ends_at"]))
    return "open" if datetime.fromtimestamp(now_s, UTC) < ends else "expired"


def media_end(share: Row, now_s: int) -> int:
    """Epoch seconds when the holder's links to media end: soon, and never after the share."""
    return min(now_s + MEDIA_S, int(parse_time(str(share["ends_at"])).timestamp()))


def clip_prefix(clip: Row) -> str:
    """Where all renditions of a clip are."""
    year, month, day = str(clip["recorded_at"])[:10].split("-")
    return names.format_clip_prefix(
        str(clip["site"]),
        str(clip["camera"]),
        year,
        month,
        day,
        names.parse_clip_key(str(clip["pk"])),
    )


def choose_partition(site: str, clip_id: str | None) -> Partition:
    """Where the links of a clip are, or those of all clips of a site."""
    if clip_id is None:
        return Partition("site", names.format_shares_partition(site))
    return Partition("camera", names.format_clip_shares_partition(clip_id))


def show_share(row: Row, now_s: int) -> dict[str, Any]:
    """A link in a list; its secret is not known here."""
    return {
        "id": names.parse_share_key(str(row["pk"])),
        "clip": row["clip_id"],
        "camera": names.format_camera_id(str(row["site"]), str(row["camera"])),
        "state": tell_state(row, now_s),
        "created_at": row["created_at"],
        "created_by": row["created_by"],
        "expires_at": row["ends_at"],
        "revoked_at": row.get("revoked_at"),
        "watermark": row.get("watermark"),
        "views": row["view_count"],
        "last_viewed_at": row.get("last_viewed_at"),
    }


def show_shared(share: Row, clip: Row, link: str, query: str, media_end_s: int) -> dict[str, Any]:
    """What the holder of a link is shown: the recording, and nothing of the rest of its site."""
    detail = views.show_detail(clip, link, query, media_end_s)
    shown = {
        name: detail[name]
        for name in ("kind", "recorded_at", "duration_ms", "width", "height", "playable")
    }
    return {
        **shown,
        "camera": clip["camera"],
        "media": {name: detail["media"][name] for name in _MEDIA},
        "media_expires_at": detail["media_expires_at"],
        "expires_at": share["ends_at"],
        "watermark": share.get("watermark"),
    }
