"""SQLite such that a committed transaction survives a power cut."""

import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from vedette_gateway.errors import NoSpace

Value = str | int | float | None

# Longer than any backup or look from outside holds the lock; then the gateway gives up loudly.
_BUSY_S = 30.0
# The second is what growing the index of the write-ahead log ends in.
_NO_SPACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)


class Database:
    """One connection, shared by threads behind a lock.

    `layouts` are scripts that bring the file from one version to the next. Raises
    sqlite3.DatabaseError, also for a file of a later version.
    """

    def __init__(self, path: Path, layouts: Sequence[str]) -> None:
        self._lock = threading.RLock()
        self._path = path.absolute()
        self._rows = sqlite3.connect(
            path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        self._rows.row_factory = sqlite3.Row
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.execute("PRAGMA foreign_keys = ON")
        self._migrate(layouts)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """All or nothing; durable when the block has been left.

        Raises NoSpace when the disk is full.
        """
        with self._lock:
            try:
                self._rows.execute("BEGIN IMMEDIATE")
                yield self._rows
                self._rows.execute("COMMIT")
            except BaseException as error:
                if self._rows.in_transaction:
                    self._rows.execute("ROLLBACK")
                if is_no_space(error):
                    self._recycle()
                    raise NoSpace(f"the journal cannot be written: {error}") from None
                raise

    def ask(self, question: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._rows.execute(question, values).fetchall()

    def ask_aside(self, question: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """A question that takes long: nobody waits for it, and it sees what is committed."""
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as rows:
            rows.row_factory = sqlite3.Row
            return rows.execute(question, values).fetchall()

    def _recycle(self) -> None:
        """Let the write-ahead log begin anew, so that the next transaction need not lengthen it."""
        with suppress(sqlite3.Error):
            self._rows.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _migrate(self, layouts: Sequence[str]) -> None:
        version = int(self._rows.execute("PRAGMA user_version").fetchone()[0])
        if version > len(layouts):
            raise sqlite3.DatabaseError(f"version {version} is of a later gateway")
        for number, layout in enumerate(layouts[version:], version + 1):
            self._rows.executescript(f"BEGIN; {layout} PRAGMA user_version = {number}; COMMIT;")

    def close(self) -> None:
        with self._lock:
            self._rows.close()


def is_no_space(error: BaseException) -> bool:
    """Whether SQLite says that it could not write for lack of space."""
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", None) in _NO_SPACE
