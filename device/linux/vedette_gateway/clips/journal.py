"""The journal's transitions, each durable before the next step starts."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from vedette_gateway.clips.receipts import COMES_FROM, Admission, Receipt, State, StoredObject
from vedette_gateway.ports.database import Database


class WrongState(Exception):
    """A transition that the journal does not have; a bug."""


class Journal:
    """Every method is one transaction. Raises WrongState where a state does not follow."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, receipts: Iterable[Receipt]) -> None:
        """Write down new files; one that is already there is left as it is."""
        rows = [astuple(receipt)[:8] for receipt in receipts]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO receipts (id, camera, file_name, source_name, source_path,"
                " is_acknowledged, received_at, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                rows,
            )

    def rename(self, receipt: str, source_name: str, source_path: str) -> None:
        """The camera renamed the file; the clip takes the name over unless it is admitted."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE receipts SET source_path = ?,"
                " source_name = CASE state WHEN 'received' THEN ? ELSE source_name END"
                " WHERE id = ?",
                (source_path, source_name, receipt),
            )

    def hold(self, receipt: str, look_at: float, why: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE receipts SET look_at = ?, why = ? WHERE id = ?", (look_at, why, receipt)
            )

    def blame(self, receipt: str, look_at: float, why: str) -> int:
        """A worker died on this file; how often so far."""
        with self._database.transaction() as connection:
            counted = connection.execute(
                "UPDATE receipts SET worker_deaths = worker_deaths + 1, look_at = ?, why = ?"
                " WHERE id = ? RETURNING worker_deaths",
                (look_at, why, receipt),
            )
            return int(counted.fetchone()[0])

    def admit(self, receipt: str, admission: Admission) -> None:
        """The file becomes a clip: the only place where a clip_id comes into being."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "admitted", ("received",))
            connection.execute(
                "UPDATE receipts SET sha256 = ?, clip_id = ?, recorded_at = ?, contents = ?,"
                " metadata = ?, why = NULL, look_at = 0 WHERE id = ?",
                (*astuple(admission), receipt),
            )

    def render(self, receipt: str, metadata: str, objects: Sequence[StoredObject]) -> None:
        """What was made of the clip, durable on disk, waits for its turn to be uploaded."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "rendered", COMES_FROM["rendered"])
            connection.execute("UPDATE receipts SET metadata = ? WHERE id = ?", (metadata, receipt))
            connection.executemany(
                "INSERT INTO objects (receipt, rendition, turn, key, path, content_type, bytes,"
                " sha256, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [astuple(each) for each in objects],
            )

    def render_again(self, receipt: str) -> None:
        """A rendition on disk is damaged: all are made anew. What S3 has, it keeps."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "admitted", ("rendered",))
            connection.execute("DELETE FROM objects WHERE receipt = ?", (receipt,))

    def store(self, receipt: str, rendition: str, answer: str) -> bool:
        """S3 has one object; True when that was the last, and the clip is uploaded."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE objects SET answer = ? WHERE receipt = ? AND rendition = ?",
                (answer, receipt, rendition),
            )
            left = connection.execute(
                "SELECT count(*) FROM objects WHERE receipt = ? AND answer IS NULL", (receipt,)
            ).fetchone()[0]
            if not left:
                _move(connection, receipt, "uploaded", COMES_FROM["uploaded"])
            return not left

    def confirm(self, receipt: str) -> None:
        with self._database.transaction() as connection:
            _move(connection, receipt, "confirmed", COMES_FROM["confirmed"])

    def set_aside(self, receipt: str, why: str, sha256: str | None = None) -> None:
        """The file does not become a clip, for this reason; it is kept."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "set_aside", COMES_FROM["set_aside"])
            connection.execute(
                "UPDATE receipts SET why = ?, sha256 = coalesce(?, sha256) WHERE id = ?",
                (why, sha256, receipt),
            )


def _move(
    connection: sqlite3.Connection, receipt: str, to: State, came_from: Sequence[State]
) -> None:
    moved = connection.execute(
        "UPDATE receipts SET state = ? WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
        (to, receipt, json.dumps(came_from)),
    )
    if moved.rowcount != 1:
        raise WrongState(f"receipt {receipt} cannot become {to}")
