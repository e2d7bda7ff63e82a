"""The journal's transitions, each durable before the next step starts."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple

from vedette_gateway.clips.receipts import (
    COMES_FROM,
    ON_ITS_WAY,
    AddedVersions,
    Admission,
    Receipt,
    State,
    StoredObject,
    VersionStep,
)
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

    def expect(self, receipt: Receipt, note: Callable[[sqlite3.Connection], object]) -> None:
        """Write down a file that is on its way to its place, together with what `note` writes."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO receipts (id, camera, file_name, source_name, source_path,"
                " is_acknowledged, received_at, bytes, stated_at, look_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*astuple(receipt)[:8], receipt.stated_at, ON_ITS_WAY),
            )
            note(connection)

    def arrive(self, receipt: str) -> None:
        """The file that was expected is in its place."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE receipts SET look_at = 0 WHERE id = ? AND look_at = ?",
                (receipt, ON_ITS_WAY),
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

    def admit(self, receipt: str, admission: Admission) -> str | None:
        """The file becomes a clip: the only place where a clip_id comes into being.

        Unless the camera sent the same content before: then the receipt becomes a duplicate, and
        the id of the clip there is comes back.
        """
        with self._database.transaction() as connection:
            twin = connection.execute(
                "SELECT id, clip_id FROM receipts WHERE sha256 = ? AND id != ?"
                " AND camera = (SELECT camera FROM receipts WHERE id = ?)"
                " AND clip_id IS NOT NULL AND state != 'set_aside' ORDER BY id LIMIT 1",
                (admission.sha256, receipt, receipt),
            ).fetchone()
            if twin is not None:
                _move(connection, receipt, "duplicate", COMES_FROM["duplicate"])
                connection.execute(
                    "UPDATE receipts SET sha256 = ?, same_as = ?, why = 'sent again' WHERE id = ?",
                    (admission.sha256, twin["id"], receipt),
                )
                return str(twin["clip_id"])
            _move(connection, receipt, "admitted", ("received",))
            connection.execute(
                "UPDATE receipts SET sha256 = ?, clip_id = ?, recorded_at = ?, contents = ?,"
                " metadata = ?, why = NULL, look_at = 0 WHERE id = ?",
                (*astuple(admission), receipt),
            )
            return None

    def render(
        self,
        receipt: str,
        metadata: str,
        objects: Sequence[StoredObject],
        next_versions: VersionStep | None = None,
        look_at: float = 0.0,
    ) -> None:
        """What was made of the clip, durable on disk, waits for its turn to be uploaded.

        `next_versions` is what is still to be made, from `look_at` on (epoch seconds); the clip is
        not uploaded before it was.
        """
        with self._database.transaction() as connection:
            _move(connection, receipt, "rendered", COMES_FROM["rendered"])
            connection.execute(
                "UPDATE receipts SET metadata = ?, next_versions = ?, versions = '',"
                " worker_deaths = 0, look_at = ? WHERE id = ?",
                (metadata, next_versions, look_at, receipt),
            )
            _insert_objects(connection, objects)

    def add_versions(self, done: VersionStep, added: AddedVersions) -> bool:
        """What one step made of a rendered clip; False when the clip is not at that step."""
        with self._database.transaction() as connection:
            moved = connection.execute(
                "UPDATE receipts SET metadata = ?, next_versions = ?, versions = ?,"
                " worker_deaths = 0, look_at = 0"
                " WHERE id = ? AND state = 'rendered' AND next_versions = ?",
                (added.metadata, added.next_versions, added.versions, added.receipt, done),
            )
            if moved.rowcount:
                _insert_objects(connection, added.objects)
                _finish(connection, added.receipt)
            return moved.rowcount > 0

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
            return _finish(connection, receipt)

    def confirm(self, receipt: str) -> None:
        """The cloud has all of the clip, from now (epoch seconds) on."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "confirmed", COMES_FROM["confirmed"])
            connection.execute(
                "UPDATE receipts SET confirmed_at = ? WHERE id = ?", (time.time(), receipt)
            )

    def set_aside(self, receipt: str, why: str, sha256: str | None = None) -> None:
        """The file does not become a clip, for this reason; it is kept."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "set_aside", COMES_FROM["set_aside"])
            connection.execute(
                "UPDATE receipts SET why = ?, sha256 = coalesce(?, sha256) WHERE id = ?",
                (why, sha256, receipt),
            )

    def retry(self, receipt: str) -> None:
        """A file that was set aside is expected back in its place, as if it had just come."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "received", COMES_FROM["received"])
            connection.execute(
                "UPDATE receipts SET look_at = ?, worker_deaths = 0, why = NULL, sha256 = NULL,"
                " clip_id = NULL, recorded_at = NULL, contents = NULL, metadata = NULL"
                " WHERE id = ?",
                (ON_ITS_WAY, receipt),
            )

    def send_again(self, receipt: str) -> None:
        """The cloud does not have a clip that it confirmed: its kept file is expected back."""
        with self._database.transaction() as connection:
            _move(connection, receipt, "admitted", ("confirmed",))
            connection.execute("DELETE FROM objects WHERE receipt = ?", (receipt,))
            connection.execute(
                "UPDATE receipts SET look_at = ? WHERE id = ?", (ON_ITS_WAY, receipt)
            )


def _insert_objects(connection: sqlite3.Connection, objects: Sequence[StoredObject]) -> None:
    connection.executemany(
        "INSERT INTO objects (receipt, rendition, turn, key, path, content_type, bytes,"
        " sha256, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [astuple(each) for each in objects],
    )


def _finish(connection: sqlite3.Connection, receipt: str) -> bool:
    left = connection.execute(
        "SELECT 1 FROM receipts WHERE id = ? AND next_versions IS NOT NULL UNION ALL"
        " SELECT 1 FROM objects WHERE receipt = ? AND answer IS NULL LIMIT 1",
        (receipt, receipt),
    ).fetchone()
    if left is None:
        _move(connection, receipt, "uploaded", COMES_FROM["uploaded"])
    return left is None


def _move(
    connection: sqlite3.Connection, receipt: str, to: State, came_from: Sequence[State]
) -> None:
    moved = connection.execute(
        "UPDATE receipts SET state = ? WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
        (to, receipt, json.dumps(came_from)),
    )
    if moved.rowcount != 1:
        raise WrongState(f"receipt {receipt} cannot become {to}")
