"""Files to fetch from another server, kept in the journal until they are there."""

import sqlite3
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from vedette_gateway.ports.database import Database

# Longer than Frigate keeps anything; then its lists do not name the file any more.
_REMEMBERED_S = 400 * 86_400


@dataclass(frozen=True)
class Errand:
    """One file; `id` never comes twice. Times in epoch seconds."""

    id: str
    camera: str
    name: str
    path: str
    taken_at: float
    next_at: float


@dataclass(frozen=True)
class Due:
    errand: Errand
    attempts: int


class Errands:
    """The journal's table of them: waiting, then fetched or given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, errands: Iterable[Errand]) -> int:
        """How many of these are new."""
        with self._database.transaction() as connection:
            added = connection.executemany(
                "INSERT INTO errands (id, camera, name, path, taken_at, next_at)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                [astuple(errand) for errand in errands],
            )
            return added.rowcount

    def list_due(self, now: float, limit: int) -> list[Due]:
        rows = self._database.ask(
            "SELECT id, camera, name, path, taken_at, next_at, attempts FROM errands"
            " WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at LIMIT ?",
            (now, limit),
        )
        return [Due(Errand(*row[:6]), int(row[6])) for row in rows]

    def finish(self, connection: sqlite3.Connection, errand: str) -> None:
        """Within the transaction that writes the receipt."""
        connection.execute("UPDATE errands SET state = 'fetched' WHERE id = ?", (errand,))

    def postpone(self, errand: str, next_at: float, why: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE errands SET attempts = attempts + 1, next_at = ?, why = ? WHERE id = ?",
                (next_at, why, errand),
            )

    def give_up(self, errand: str, why: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE errands SET state = 'given_up', why = ? WHERE id = ?", (why, errand)
            )

    def count(self) -> dict[str, int]:
        rows = self._database.ask("SELECT state, count(*) FROM errands GROUP BY state")
        counts = {str(row[0]): int(row[1]) for row in rows}
        return {state: counts.get(state, 0) for state in ("waiting", "fetched", "given_up")}

    def forget(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM errands WHERE state != 'waiting' AND taken_at < ?",
                (time.time() - _REMEMBERED_S,),
            )
