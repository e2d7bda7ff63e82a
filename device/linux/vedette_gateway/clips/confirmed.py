"""Questions to the journal: what the cloud has to have, and whose what it has is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from ulid import ULID

from vedette_gateway.clips.clock import parse_time
from vedette_gateway.clips.receipts import STORED_EARLIER
from vedette_gateway.ports.database import Database

_DAY_DEPTH = 6
# A clip is admitted some time after its file was received, in a backlog much later.
_ADMITTED_WITHIN_S = 86_400.0
_OBJECTS = """
SELECT r.id, r.camera, r.clip_id, r.confirmed_at, o.key, o.bytes, o.answer
    FROM receipts r JOIN objects o ON o.receipt = r.id
    WHERE r.state = 'confirmed' AND r.confirmed_at BETWEEN ? AND ?
"""


@dataclass(frozen=True)
class ConfirmedClip:
    """`bytes_of` has its objects by key, None where an earlier life of the gateway put it.

    Such an object is of the same clip, but need not have the same bytes.
    """

    receipt: str
    camera: str
    clip_id: str
    confirmed_at: float
    bytes_of: dict[str, int | None] = field(default_factory=dict[str, int | None])


@dataclass(frozen=True, order=True)
class CloudClip:
    """A clip as the keys of its objects name it."""

    camera: str
    clip_id: str


class Confirmed:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_clips(self, since: float, before: float) -> dict[str, list[ConfirmedClip]]:
        """Those that were confirmed between these times (epoch seconds), by their day's prefix."""
        clips: dict[str, ConfirmedClip] = {}
        days: dict[str, list[ConfirmedClip]] = {}
        for row in self._database.ask_aside(_OBJECTS, (since, before)):
            clip = clips.get(row["id"])
            if clip is None:
                clip = ConfirmedClip(*tuple(row)[:4])
                clips[clip.receipt] = clip
                days.setdefault(_cut_day(row["key"]), []).append(clip)
            size = None if row["answer"] == STORED_EARLIER else int(row["bytes"])
            clip.bytes_of[row["key"]] = size
        return days

    def is_still(self, clip: ConfirmedClip) -> bool:
        rows = self._database.ask(
            "SELECT 1 FROM receipts WHERE id = ? AND state = 'confirmed' AND confirmed_at = ?",
            (clip.receipt, clip.confirmed_at),
        )
        return bool(rows)

    def list_unknown(self, keys: Iterable[str]) -> list[CloudClip]:
        """Clips that the journal does not have, and did not have before it was pruned."""
        seen = {_read_clip(key) for key in keys}
        rows = self._database.ask(
            "SELECT clip_id FROM receipts WHERE clip_id IN (SELECT value FROM json_each(?))",
            (json.dumps([each.clip_id for each in seen]),),
        )
        known = {str(row[0]) for row in rows}
        pruned = self._list_pruned()
        return sorted(
            each
            for each in seen
            if each.clip_id not in known and _read_time(each.clip_id) > pruned.get(each.camera, 0.0)
        )

    def _list_pruned(self) -> dict[str, float]:
        """Until when, in epoch seconds, clips of a camera may have been forgotten."""
        rows = self._database.ask(
            "SELECT camera, last_received_at FROM pruned WHERE state = 'confirmed'"
        )
        return {
            str(row[0]): parse_time(str(row[1])).timestamp() + _ADMITTED_WITHIN_S for row in rows
        }


def _cut_day(key: str) -> str:
    return "/".join(key.split("/")[:_DAY_DEPTH]) + "/"


def _read_clip(key: str) -> CloudClip:
    """Also of a key that is none of ours; it is below a day of a camera."""
    parts = key.split("/")
    return CloudClip(parts[2], parts[_DAY_DEPTH])


def _read_time(clip_id: str) -> float:
    """When it was admitted, in epoch seconds; now and ever for what is no clip."""
    try:
        return ULID.from_str(clip_id).timestamp
    except ValueError:
        return float("inf")
