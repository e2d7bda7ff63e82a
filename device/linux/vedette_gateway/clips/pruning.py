"""Forgets what was confirmed long ago, so that the journal does not grow for ever."""

import json
import time
from collections.abc import Callable, Sequence

from ulid import ULID

from vedette_gateway.ports.database import Database
from vedette_gateway.ports.disk import Spool
from vedette_gateway.settings import SpoolSettings

_EVERY_S = 3600.0
_DAY_S = 86_400
# Others wait for the journal while a batch is deleted.
_BATCH, _BATCH_PAUSE_S = 100, 0.1
# Of a row there is nothing left to do, and nothing else speaks of it: a duplicate of a clip has it
# remembered, and so has a file that still lies where it was found.
_ENDED = """
SELECT id, camera FROM receipts WHERE id > ? AND +state IN ('confirmed', 'duplicate')
    AND NOT EXISTS (SELECT 1 FROM finds WHERE receipt = receipts.id)
    AND NOT EXISTS (SELECT 1 FROM receipts AS other WHERE other.same_as = receipts.id)
    ORDER BY id LIMIT ?
"""
_COUNT = """
INSERT INTO pruned (camera, state, count, last_received_at)
    SELECT camera, state, count(*), max(received_at) FROM receipts
    WHERE id IN (SELECT value FROM json_each(?)) AND +state IN ('confirmed', 'duplicate')
    GROUP BY camera, state
ON CONFLICT (camera, state) DO UPDATE SET count = count + excluded.count,
    last_received_at = max(last_received_at, excluded.last_received_at)
"""
_DELETE = (
    "DELETE FROM transfers WHERE receipt IN (SELECT value FROM json_each(?))",
    "DELETE FROM objects WHERE receipt IN (SELECT value FROM json_each(?))",
    "DELETE FROM receipts WHERE id IN (SELECT value FROM json_each(?))",
)


class Pruning:
    """Rows of clips in the cloud, and of files sent again, go by age and number; counts stay.

    `forget_sources` does the like for what is remembered of other programs' files.
    """

    def __init__(
        self,
        database: Database,
        spool: Spool,
        settings: SpoolSettings,
        forget_sources: Callable[[], None],
    ) -> None:
        self._database = database
        self._forget_sources = forget_sources
        self._spool = spool
        self._settings = settings

    def follow(self, settings: SpoolSettings) -> None:
        self._settings = settings

    def run(self, wait: Callable[[float], bool]) -> None:
        """Now and every hour, until `wait`, given seconds, says that it is over."""
        is_over = False
        while not is_over:
            self._forget_sources()
            self.prune(wait)
            is_over = wait(_EVERY_S)

    def prune(self, wait: Callable[[float], bool]) -> None:
        """In batches, with `wait` between them, which ends it when it says so."""
        too_old = time.time() - self._settings.remember_days * _DAY_S
        oldest = str(ULID.from_timestamp(max(0.0, too_old)))
        surplus = self._count_ended() - self._settings.remember_clips
        after = ""
        while batch := self._database.ask(_ENDED, (after, _BATCH)):
            chosen = [
                str(row["id"])
                for number, row in enumerate(batch)
                if (row["id"] < oldest or number < surplus)
                and not self._spool.has_held(row["camera"], row["id"])
            ]
            self.forget(chosen)
            surplus -= len(chosen)
            after = str(batch[-1]["id"])
            if (after >= oldest and surplus <= 0) or wait(_BATCH_PAUSE_S):
                return

    def forget(self, receipts: Sequence[str]) -> None:
        """Count and delete those of these that are confirmed or duplicates."""
        listed = json.dumps(receipts)
        with self._database.transaction() as connection:
            connection.execute(_COUNT, (listed,))
            ended = connection.execute(
                "SELECT json_group_array(id) FROM receipts WHERE"
                " id IN (SELECT value FROM json_each(?)) AND +state IN ('confirmed', 'duplicate')",
                (listed,),
            ).fetchone()
            for statement in _DELETE:
                connection.execute(statement, tuple(ended))

    def _count_ended(self) -> int:
        rows = self._database.ask(
            "SELECT count(*) FROM receipts WHERE state IN ('confirmed', 'duplicate')"
        )
        return int(rows[0][0])
