"""The journal: which file is in which state, durable before the next step starts."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

State = Literal["received", "admitted", "rendered", "uploaded", "confirmed", "set_aside"]

STATES: tuple[State, ...] = (
    "received",
    "admitted",
    "rendered",
    "uploaded",
    "confirmed",
    "set_aside",
)
WAITING: tuple[State, ...] = ("received", "admitted", "rendered", "uploaded")

# Where a receipt may come from to be in a state. Backwards only to make a damaged rendition again.
COMES_FROM: dict[State, tuple[State, ...]] = {
    "received": (),
    "admitted": ("received", "rendered"),
    "rendered": ("admitted",),
    "uploaded": ("rendered",),
    "confirmed": ("uploaded",),
    "set_aside": ("received", "admitted"),
}

# What S3 answers when the key was there before: stored by an earlier life of this gateway.
STORED_EARLIER = "stored earlier"

_BUSY_S = 30.0
_LAYOUT = """
CREATE TABLE IF NOT EXISTS receipts (
    id TEXT PRIMARY KEY,
    camera TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_path TEXT NOT NULL,
    is_acknowledged INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    look_at REAL NOT NULL DEFAULT 0,
    worker_deaths INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    sha256 TEXT,
    clip_id TEXT UNIQUE,
    recorded_at TEXT,
    contents TEXT,
    metadata TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS receipts_by_state ON receipts (state, camera, id);
CREATE INDEX IF NOT EXISTS receipts_by_content ON receipts (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX IF NOT EXISTS receipts_by_camera ON receipts (camera, received_at);
CREATE TABLE IF NOT EXISTS objects (
    receipt TEXT NOT NULL REFERENCES receipts (id),
    rendition TEXT NOT NULL,
    turn INTEGER NOT NULL,
    key TEXT NOT NULL,
    path TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (receipt, rendition)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_waiting ON objects (turn, receipt) WHERE answer IS NULL;
PRAGMA user_version = 1;
"""


@dataclass(frozen=True)
class Receipt:
    """One file a camera sent.

    `file_name` is its name in the spool; `source_name` what the camera calls it now;
    `source_path` where the camera sees it, relative to its jail. `is_acknowledged` says whether
    the camera may have been told that the file arrived. `received_at` and `recorded_at` are in
    the contract's form; `look_at` is epoch seconds before which nothing is to be done.
    """

    id: str
    camera: str
    file_name: str
    source_name: str
    source_path: str
    is_acknowledged: bool
    received_at: str
    bytes: int
    state: State = "received"
    look_at: float = 0.0
    worker_deaths: int = 0
    why: str | None = None
    sha256: str | None = None
    clip_id: str | None = None
    recorded_at: str | None = None
    contents: str | None = None
    metadata: str | None = None


@dataclass(frozen=True)
class StoredObject:
    """One object of a clip; `path` is relative to the spool, `sha256` in base64.

    `answer` is the checksum S3 gave back, STORED_EARLIER, or None while it waits.
    """

    receipt: str
    rendition: str
    turn: int
    key: str
    path: str
    content_type: str
    bytes: int
    sha256: str
    answer: str | None = None


@dataclass(frozen=True)
class CameraTally:
    received: int
    confirmed: int
    set_aside: int
    last_received_at: str | None


class WrongState(Exception):
    """A transition that the journal does not have; a bug."""


class Journal:
    """One connection behind a lock; every method is one durable transaction."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._rows = sqlite3.connect(
            path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        self._rows.row_factory = sqlite3.Row
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.execute("PRAGMA foreign_keys = ON")
        self._rows.executescript(_LAYOUT)

    def close(self) -> None:
        with self._lock:
            self._rows.close()

    # Transitions

    def receive(self, receipts: Iterable[Receipt]) -> None:
        """Write down new files; one that is already there is left as it is."""
        with self._transaction() as rows:
            rows.executemany(
                "INSERT INTO receipts (id, camera, state, file_name, source_name, source_path,"
                " is_acknowledged, received_at, bytes) VALUES (?, ?, 'received', ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                [
                    (
                        each.id,
                        each.camera,
                        each.file_name,
                        each.source_name,
                        each.source_path,
                        each.is_acknowledged,
                        each.received_at,
                        each.bytes,
                    )
                    for each in receipts
                ],
            )

    def rename(self, receipt: str, source_name: str, source_path: str) -> None:
        """The camera renamed the file; the clip takes the name over unless it is admitted."""
        with self._transaction() as rows:
            rows.execute(
                "UPDATE receipts SET source_path = ?,"
                " source_name = CASE state WHEN 'received' THEN ? ELSE source_name END"
                " WHERE id = ?",
                (source_path, source_name, receipt),
            )

    def hold(self, receipt: str, look_at: float, why: str) -> None:
        with self._transaction() as rows:
            rows.execute(
                "UPDATE receipts SET look_at = ?, why = ? WHERE id = ?", (look_at, why, receipt)
            )

    def blame(self, receipt: str, look_at: float, why: str) -> int:
        """A worker died on this file; how often so far."""
        with self._transaction() as rows:
            rows.execute(
                "UPDATE receipts SET worker_deaths = worker_deaths + 1, look_at = ?, why = ?"
                " WHERE id = ?",
                (look_at, why, receipt),
            )
            row = rows.execute("SELECT worker_deaths FROM receipts WHERE id = ?", (receipt,))
            return int(row.fetchone()[0])

    def admit(
        self, receipt: str, sha256: str, clip_id: str, recorded_at: str, contents: str, fields: str
    ) -> None:
        """The file becomes a clip: the only place where a clip_id comes into being."""
        with self._transaction() as rows:
            _move(rows, receipt, "admitted", ("received",))
            rows.execute(
                "UPDATE receipts SET sha256 = ?, clip_id = ?, recorded_at = ?, contents = ?,"
                " metadata = ?, why = NULL, look_at = 0 WHERE id = ?",
                (sha256, clip_id, recorded_at, contents, fields, receipt),
            )

    def render(self, receipt: str, metadata: str, objects: Sequence[StoredObject]) -> None:
        """What was made of the clip, durable on disk, waits for its turn to be uploaded."""
        with self._transaction() as rows:
            _move(rows, receipt, "rendered", COMES_FROM["rendered"])
            rows.execute("UPDATE receipts SET metadata = ? WHERE id = ?", (metadata, receipt))
            rows.execute("DELETE FROM objects WHERE receipt = ?", (receipt,))
            rows.executemany(
                "INSERT INTO objects (receipt, rendition, turn, key, path, content_type, bytes,"
                " sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        receipt,
                        each.rendition,
                        each.turn,
                        each.key,
                        each.path,
                        each.content_type,
                        each.bytes,
                        each.sha256,
                    )
                    for each in objects
                ],
            )

    def render_again(self, receipt: str) -> None:
        """A rendition on disk is damaged; the next rendering replaces all of them."""
        with self._transaction() as rows:
            _move(rows, receipt, "admitted", ("rendered",))
            rows.execute("DELETE FROM objects WHERE receipt = ?", (receipt,))

    def store(self, receipt: str, rendition: str, answer: str) -> bool:
        """S3 has one object; True when that was the last, and the clip is uploaded."""
        with self._transaction() as rows:
            rows.execute(
                "UPDATE objects SET answer = ? WHERE receipt = ? AND rendition = ?",
                (answer, receipt, rendition),
            )
            left = rows.execute(
                "SELECT count(*) FROM objects WHERE receipt = ? AND answer IS NULL", (receipt,)
            ).fetchone()[0]
            if not left:
                _move(rows, receipt, "uploaded", COMES_FROM["uploaded"])
            return not left

    def confirm(self, receipt: str) -> None:
        with self._transaction() as rows:
            _move(rows, receipt, "confirmed", COMES_FROM["confirmed"])

    def set_aside(self, receipt: str, why: str, sha256: str | None = None) -> None:
        with self._transaction() as rows:
            _move(rows, receipt, "set_aside", COMES_FROM["set_aside"])
            rows.execute(
                "UPDATE receipts SET why = ?, sha256 = coalesce(?, sha256) WHERE id = ?",
                (why, sha256, receipt),
            )

    # Questions

    def find(self, receipt: str) -> Receipt | None:
        found = self._receipts("WHERE id = ?", (receipt,))
        return found[0] if found else None

    def find_to_render(self, now: float, limit: int) -> list[Receipt]:
        """Files that wait for a worker, oldest first; `now` in epoch seconds."""
        return self._receipts(
            "WHERE state IN ('received', 'admitted') AND look_at <= ? ORDER BY id LIMIT ?",
            (now, limit),
        )

    def find_to_confirm(self, limit: int) -> list[Receipt]:
        return self._receipts("WHERE state = 'uploaded' ORDER BY id LIMIT ?", (limit,))

    def find_same_content(self, receipt: Receipt, sha256: str) -> Receipt | None:
        """An admitted file of the same camera, name and content."""
        found = self._receipts(
            "WHERE sha256 = ? AND camera = ? AND source_name = ? AND id != ?"
            " AND clip_id IS NOT NULL ORDER BY id LIMIT 1",
            (sha256, receipt.camera, receipt.source_name, receipt.id),
        )
        return found[0] if found else None

    def find_to_upload(self, limit: int) -> list[StoredObject]:
        """Objects that wait for S3: every thumbnail before any original, oldest first."""
        return self._objects("WHERE answer IS NULL ORDER BY turn, receipt LIMIT ?", (limit,))

    def list_objects(self, receipt: str) -> list[StoredObject]:
        return self._objects("WHERE receipt = ? ORDER BY turn", (receipt,))

    def count_states(self) -> dict[State, int]:
        with self._lock:
            rows = self._rows.execute("SELECT state, count(*) FROM receipts GROUP BY state")
            counts = {cast(State, row[0]): int(row[1]) for row in rows}
        return {state: counts.get(state, 0) for state in STATES}

    def find_oldest_waiting(self) -> Receipt | None:
        waiting = ", ".join(f"'{state}'" for state in WAITING)
        found = self._receipts(f"WHERE state IN ({waiting}) ORDER BY received_at LIMIT 1", ())
        return found[0] if found else None

    def tally_camera(self, camera: str) -> CameraTally:
        with self._lock:
            counted = self._rows.execute(
                "SELECT state, count(*) FROM receipts WHERE camera = ? GROUP BY state", (camera,)
            )
            counts = {str(row[0]): int(row[1]) for row in counted}
            last = self._rows.execute(
                "SELECT max(received_at) FROM receipts WHERE camera = ?", (camera,)
            ).fetchone()[0]
        return CameraTally(
            received=sum(counts.values()),
            confirmed=counts.get("confirmed", 0),
            set_aside=counts.get("set_aside", 0),
            last_received_at=None if last is None else str(last),
        )

    # Rows

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._rows.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
            except BaseException:
                if self._rows.in_transaction:
                    self._rows.execute("ROLLBACK")
                raise
            self._rows.execute("COMMIT")

    def _receipts(self, where: str, values: Sequence[str | int | float]) -> list[Receipt]:
        columns = ", ".join(Receipt.__dataclass_fields__)
        with self._lock:
            rows = self._rows.execute(f"SELECT {columns} FROM receipts {where}", values).fetchall()
        return [_read_receipt(row) for row in rows]

    def _objects(self, where: str, values: Sequence[str | int]) -> list[StoredObject]:
        columns = ", ".join(StoredObject.__dataclass_fields__)
        with self._lock:
            rows = self._rows.execute(f"SELECT {columns} FROM objects {where}", values).fetchall()
        return [StoredObject(*row) for row in rows]


def _read_receipt(row: sqlite3.Row) -> Receipt:
    values = dict(zip(row.keys(), row, strict=True))
    values["is_acknowledged"] = bool(values["is_acknowledged"])
    return Receipt(**values)


def _move(rows: sqlite3.Connection, receipt: str, to: State, came_from: Sequence[State]) -> None:
    marks = ", ".join("?" for _ in came_from)
    moved = rows.execute(
        f"UPDATE receipts SET state = ? WHERE id = ? AND state IN ({marks})",
        (to, receipt, *came_from),
    )
    if moved.rowcount != 1:
        raise WrongState(f"receipt {receipt} cannot become {to}")


def dump_fields(fields: dict[str, str | int]) -> str:
    return json.dumps(fields)


def load_fields(text: str | None) -> dict[str, str | int]:
    return cast(dict[str, str | int], json.loads(text or "{}"))
