"""Questions to the journal: what is to be done next, and what was done so far."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter

from vedette_gateway.clips.receipts import ON_ITS_WAY, STATES, TURNS, Receipt, State, StoredObject
from vedette_gateway.ports.database import Database, Value

# Nothing is ever put off for longer; what seems to be was, before the clock was set back.
_LOOK_AT_MAX_S = 2 * 3600.0

_RECEIPT = TypeAdapter(Receipt)
_OBJECT = TypeAdapter(StoredObject)


@dataclass(frozen=True)
class CameraTally:
    received: int
    confirmed: int
    set_aside: int
    duplicates: int
    last_received_at: str | None


class Ledger:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, receipt: str) -> Receipt | None:
        return self._find("SELECT * FROM receipts WHERE id = ?", receipt)

    def list_ids(self, *states: State) -> set[str]:
        """Of all receipts in these states."""
        rows = self._database.ask(
            "SELECT id FROM receipts WHERE state IN (SELECT value FROM json_each(?))",
            (json.dumps(states),),
        )
        return {str(row[0]) for row in rows}

    def list_to_render(self, now: float, limit: int) -> list[Receipt]:
        """Files that wait for a worker, oldest first; `now` in epoch seconds."""
        rows = self._database.ask(
            "SELECT * FROM receipts INDEXED BY receipts_to_render"
            " WHERE state IN ('received', 'admitted') AND (look_at <= ? OR look_at > ?)"
            " AND look_at != ? ORDER BY id LIMIT ?",
            (now, now + _LOOK_AT_MAX_S, ON_ITS_WAY, limit),
        )
        return [_read_receipt(row) for row in rows]

    def find_to_convert(self, now: float, giving_way_s: float) -> Receipt | None:
        """A rendered clip that lacks versions: one that browsers cannot play, then the oldest.

        Only what browsers cannot play is asked for within `giving_way_s` of its time.
        """
        return self._find(
            "SELECT * FROM receipts WHERE next_versions IS NOT NULL AND +state = 'rendered' AND"
            " (look_at <= CASE next_versions WHEN 'playable' THEN ? ELSE ? END OR look_at > ?)"
            " ORDER BY next_versions, id LIMIT 1",
            now,
            now - giving_way_s,
            now + _LOOK_AT_MAX_S,
        )

    def has_objects_to_upload(self) -> bool:
        return bool(self._database.ask("SELECT 1 FROM objects WHERE answer IS NULL LIMIT 1"))

    def has_originals_to_upload(self) -> bool:
        rows = self._database.ask(
            "SELECT 1 FROM objects WHERE answer IS NULL AND turn = ? LIMIT 1", (TURNS["original"],)
        )
        return bool(rows)

    def count_to_convert(self) -> int:
        rows = self._database.ask("SELECT count(*) FROM receipts WHERE next_versions IS NOT NULL")
        return int(rows[0][0])

    def list_to_upload(self, renditions: Sequence[str], limit: int) -> list[StoredObject]:
        """Objects of these kinds that wait for S3: all thumbnails first; then the smallest."""
        found: list[StoredObject] = []
        for turn in sorted(TURNS[rendition] for rendition in renditions):
            rows = self._database.ask(
                "SELECT * FROM objects INDEXED BY objects_by_size WHERE answer IS NULL"
                " AND turn = ? ORDER BY bytes, receipt LIMIT ?",
                (turn, limit - len(found)),
            )
            found += [_read_object(row) for row in rows]
        return found

    def has_clips_to_upload(self) -> bool:
        """Whether there is a clip of which the files go once the cloud has it."""
        rows = self._database.ask(
            "SELECT 1 FROM receipts WHERE state IN ('rendered', 'uploaded') LIMIT 1"
        )
        return bool(rows)

    def list_to_confirm(self, limit: int) -> list[Receipt]:
        rows = self._database.ask(
            "SELECT * FROM receipts WHERE state = 'uploaded' ORDER BY id LIMIT ?", (limit,)
        )
        return [_read_receipt(row) for row in rows]

    def list_objects(self, receipt: str) -> list[StoredObject]:
        rows = self._database.ask(
            "SELECT * FROM objects WHERE receipt = ? ORDER BY turn", (receipt,)
        )
        return [_read_object(row) for row in rows]

    def count_bytes_to_upload(self) -> dict[str, int]:
        """Bytes that wait for S3, by rendition; parts that S3 has do not wait."""
        rows = self._database.ask(
            "SELECT rendition, sum(bytes) FROM objects WHERE answer IS NULL GROUP BY rendition"
        )
        waiting = {str(row[0]): int(row[1]) for row in rows}
        rows = self._database.ask(
            "SELECT rendition, count(*) * part_bytes FROM parts JOIN transfers"
            " USING (receipt, rendition) WHERE etag IS NOT NULL GROUP BY rendition, part_bytes"
        )
        for row in rows:
            waiting[str(row[0])] = max(0, waiting.get(str(row[0]), 0) - int(row[1]))
        return waiting

    def list_set_aside(self, limit: int) -> list[Receipt]:
        """Files that did not become clips, newest first, with the reason in `why`."""
        rows = self._database.ask(
            "SELECT * FROM receipts WHERE state = 'set_aside' ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [_read_receipt(row) for row in rows]

    def list_on_their_way(self) -> list[Receipt]:
        """Files that are written down but were not in their place yet."""
        rows = self._database.ask(
            "SELECT * FROM receipts WHERE state IN ('received', 'admitted') AND look_at = ?"
            " ORDER BY id",
            (ON_ITS_WAY,),
        )
        return [_read_receipt(row) for row in rows]

    def list_confirmed(self, recorded_since: str) -> set[str]:
        """The clips that the cloud confirmed; the time is in the contract's form."""
        rows = self._database.ask(
            "SELECT clip_id FROM receipts WHERE state = 'confirmed' AND recorded_at >= ?",
            (recorded_since,),
        )
        return {str(row[0]) for row in rows}

    def find_latest(self, camera: str, source_name: str) -> Receipt | None:
        """The camera's last file of this name."""
        return self._find(
            "SELECT * FROM receipts WHERE camera = ? AND source_name = ? ORDER BY id DESC LIMIT 1",
            camera,
            source_name,
        )

    def find_clip(self, clip_id: str) -> str:
        """The receipt of a clip, or an empty text."""
        rows = self._database.ask("SELECT id FROM receipts WHERE clip_id = ?", (clip_id,))
        return str(rows[0][0]) if rows else ""

    def find_oldest_waiting(self) -> Receipt | None:
        return self._find(
            "SELECT * FROM receipts INDEXED BY receipts_waiting"
            " WHERE state IN ('received', 'admitted', 'rendered', 'uploaded')"
            " ORDER BY received_at LIMIT 1"
        )

    def count_states(self) -> dict[State, int]:
        """Of all files that ever came: also those of which the rows were pruned."""
        rows = self._database.ask(
            "SELECT state, count(*) FROM receipts GROUP BY state"
            " UNION ALL SELECT state, sum(count) FROM pruned GROUP BY state"
        )
        counts: Counter[State] = Counter()
        for state, count in rows:
            counts[cast(State, state)] += int(count)
        return {state: counts[state] for state in STATES}

    def count_rows(self) -> int:
        return int(self._database.ask("SELECT count(*) FROM receipts")[0][0])

    def tally_camera(self, camera: str) -> CameraTally:
        rows = self._database.ask(
            "SELECT state, count(*), max(received_at) FROM receipts WHERE camera = ?"
            " GROUP BY state"
            " UNION ALL SELECT state, count, last_received_at FROM pruned WHERE camera = ?",
            (camera, camera),
        )
        counts: Counter[str] = Counter()
        for row in rows:
            counts[str(row[0])] += int(row[1])
        return CameraTally(
            received=counts.total(),
            confirmed=counts["confirmed"],
            set_aside=counts["set_aside"],
            duplicates=counts["duplicate"],
            last_received_at=max((str(row[2]) for row in rows), default=None),
        )

    def _find(self, question: str, *values: Value) -> Receipt | None:
        rows = self._database.ask(question, values)
        return _read_receipt(rows[0]) if rows else None


def _read_receipt(row: sqlite3.Row) -> Receipt:
    return _RECEIPT.validate_python(dict(row))


def _read_object(row: sqlite3.Row) -> StoredObject:
    return _OBJECT.validate_python(dict(row))
