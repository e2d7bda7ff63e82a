"""SQLite such that a committed transaction survives a power cut."""

import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

Value = str | int | float | None

# Longer than any backup or look from outside holds the lock; then the gateway gives up loudly.
_BUSY_S = 30.0


class Database:
    """One connection, shared by threads behind a lock."""

    def __init__(self, path: Path, layout: str) -> None:
        self._lock = threading.RLock()
        self._rows = sqlite3.connect(
            path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        self._rows.row_factory = sqlite3.Row
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.execute("PRAGMA foreign_keys = ON")
        self._rows.executescript(layout)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """All or nothing; durable when the block has been left."""
        with self._lock:
            self._rows.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
            except BaseException:
                if self._rows.in_transaction:
                    self._rows.execute("ROLLBACK")
                raise
            self._rows.execute("COMMIT")

    def ask(self, question: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._rows.execute(question, values).fetchall()

    def close(self) -> None:
        with self._lock:
            self._rows.close()
