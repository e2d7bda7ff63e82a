"""What was taken over from other programs, so that nothing is taken twice."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote_from_bytes, unquote_to_bytes

from vedette_gateway.ports.database import Database
from vedette_gateway.ports.foreign import Sighting

# A file that was not seen for so long is forgotten; should it come back, its content is known.
_REMEMBERED_S = 400 * 86_400
_SEEN_STEP_S = 86_400


@dataclass(frozen=True)
class Known:
    """A file that was taken; `sha256` is in base64, or None while it is not known yet."""

    receipt: str
    bytes: int
    modified_ns: int
    sha256: str | None


@dataclass(frozen=True)
class Leftover:
    """A file that is in the cloud and may be deleted where it came from."""

    path: PurePosixPath
    identity: str


class Finds:
    """The journal's table of files of other programs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_known(self, seen: Sighting) -> bool:
        now = time.time()
        rows = self._database.ask("SELECT seen_at FROM finds WHERE identity = ?", (seen.identity,))
        if rows and rows[0][0] < now - _SEEN_STEP_S:
            with self._database.transaction() as connection:
                connection.execute(
                    "UPDATE finds SET seen_at = ? WHERE identity = ?", (now, seen.identity)
                )
        return bool(rows)

    def find_at(self, root: Path, path: PurePosixPath) -> Known | None:
        """What was taken from this path last."""
        rows = self._database.ask(
            "SELECT receipt, finds.bytes, modified_ns, sha256 FROM finds LEFT JOIN receipts"
            " ON receipts.id = finds.receipt WHERE source = ? AND path = ?"
            " ORDER BY receipt DESC LIMIT 1",
            (_write(root), _write(path)),
        )
        return Known(*rows[0]) if rows else None

    def add(
        self,
        connection: sqlite3.Connection,
        root: Path,
        seen: Sighting,
        receipt: str,
        *,
        is_to_delete: bool,
    ) -> None:
        """Within the transaction that writes the receipt."""
        connection.execute(
            "INSERT INTO finds (identity, source, path, bytes, modified_ns, receipt, is_to_delete,"
            " seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                seen.identity,
                _write(root),
                _write(seen.path),
                seen.bytes,
                seen.modified_ns,
                receipt,
                is_to_delete,
                time.time(),
            ),
        )

    def add_again(self, root: Path, seen: Sighting, receipt: str, *, is_to_delete: bool) -> None:
        """The same file as one that was taken, after its file system was mounted anew."""
        with self._database.transaction() as connection:
            self.add(connection, root, seen, receipt, is_to_delete=is_to_delete)

    def list_leftovers(self, root: Path, limit: int) -> list[Leftover]:
        """Files to delete there that are in the cloud, or whose content is."""
        rows = self._database.ask(
            "SELECT path, identity FROM finds JOIN receipts ON receipts.id = finds.receipt"
            " LEFT JOIN receipts AS twin ON twin.id = receipts.same_as"
            " WHERE is_to_delete = 1 AND source = ? AND 'confirmed' IN (receipts.state, twin.state)"
            " LIMIT ?",
            (_write(root), limit),
        )
        return [Leftover(PurePosixPath(_read(row[0])), row[1]) for row in rows]

    def keep(self, identity: str) -> None:
        """The file is gone, or not to be deleted any more."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE finds SET is_to_delete = 0 WHERE identity = ?", (identity,))

    def forget(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM finds WHERE seen_at < ?", (time.time() - _REMEMBERED_S,)
            )


def _write(path: Path | PurePosixPath) -> str:
    # Names of other programs are bytes in any encoding.
    return quote_from_bytes(bytes(path), safe="/ ")


def _read(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "surrogateescape")
