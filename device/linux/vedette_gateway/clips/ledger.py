"""Questions to the journal: what is to be done next, and what was done so far."""

import sqlite3
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter

from vedette_gateway.clips.receipts import STATES, Receipt, State, StoredObject
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
    last_received_at: str | None


class Ledger:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, receipt: str) -> Receipt | None:
        return self._find("SELECT * FROM receipts WHERE id = ?", receipt)

    def list_to_render(self, now: float, limit: int) -> list[Receipt]:
        """Files that wait for a worker, oldest first; `now` in epoch seconds."""
        rows = self._database.ask(
            "SELECT * FROM receipts WHERE state IN ('received', 'admitted')"
            " AND (look_at <= ? OR look_at > ?) ORDER BY id LIMIT ?",
            (now, now + _LOOK_AT_MAX_S, limit),
        )
        return [_read_receipt(row) for row in rows]

    def list_to_upload(self, limit: int) -> list[StoredObject]:
        """Objects that wait for S3: every thumbnail before any original, oldest first."""
        rows = self._database.ask(
            "SELECT * FROM objects WHERE answer IS NULL ORDER BY turn, receipt LIMIT ?", (limit,)
        )
        return [_read_object(row) for row in rows]

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

    def find_same_content(self, receipt: Receipt, sha256: str) -> Receipt | None:
        """The first clip of the same camera, file name and content."""
        return self._find(
            "SELECT * FROM receipts WHERE sha256 = ? AND camera = ? AND source_name = ?"
            " AND id != ? AND clip_id IS NOT NULL ORDER BY id LIMIT 1",
            sha256,
            receipt.camera,
            receipt.source_name,
            receipt.id,
        )

    def find_oldest_waiting(self) -> Receipt | None:
        return self._find(
            "SELECT * FROM receipts WHERE state IN ('received', 'admitted', 'rendered', 'uploaded')"
            " ORDER BY received_at LIMIT 1"
        )

    def count_states(self) -> dict[State, int]:
        rows = self._database.ask("SELECT state, count(*) FROM receipts GROUP BY state")
        counts = {cast(State, row[0]): int(row[1]) for row in rows}
        return {state: counts.get(state, 0) for state in STATES}

    def tally_camera(self, camera: str) -> CameraTally:
        rows = self._database.ask(
            "SELECT state, count(*), max(received_at) FROM receipts WHERE camera = ?"
            " GROUP BY state",
            (camera,),
        )
        counts = {str(row[0]): int(row[1]) for row in rows}
        return CameraTally(
            received=sum(counts.values()),
            confirmed=counts.get("confirmed", 0),
            set_aside=counts.get("set_aside", 0),
            last_received_at=max((str(row[2]) for row in rows), default=None),
        )

    def _find(self, question: str, *values: Value) -> Receipt | None:
        rows = self._database.ask(question, values)
        return _read_receipt(rows[0]) if rows else None


def _read_receipt(row: sqlite3.Row) -> Receipt:
    return _RECEIPT.validate_python(dict(row))


def _read_object(row: sqlite3.Row) -> StoredObject:
    return _OBJECT.validate_python(dict(row))
