"""What a person has seen: read for a page of clips, changed for many at once."""

from concurrent.futures import ThreadPoolExecutor

from functions.clips.logic import seen
from functions.clips.rows import Row, SeenDay
from functions.clips.store.seen import SeenTable

_DAY_S = 86400
# Marks of up to a hundred days at once; more threads would wait for one Lambda's CPU.
_PARALLEL_MAX = 8


class Seen:
    """Marks of people; whose clips they may see is decided before."""

    def __init__(self, table: SeenTable, retention_days: int) -> None:
        self._table = table
        self._retention_days = retention_days

    def find(self, person: str, rows: list[Row]) -> frozenset[str]:
        """Table keys of the clips that the person has seen; raises Unavailable."""
        days = self._table.read([seen.choose_day(person, row) for row in rows])
        return seen.find_seen(person, rows, days)

    def read(self, keys: list[str]) -> list[SeenDay]:
        """What is marked in the days of these keys; raises Unavailable."""
        return self._table.read(keys)

    def mark(self, person: str, rows: list[Row], is_seen: bool, now_s: int) -> None:
        """Mark clips as seen or as not; safe to repeat. Raises Unavailable and Rejected."""
        # Every clip that is there now is gone by then; marking again moves it further.
        expires_s = now_s + self._retention_days * _DAY_S

        def change(day: SeenDay) -> None:
            if is_seen:
                self._table.add(day, expires_s)
            else:
                self._table.take(day)

        days = seen.group_marks(person, rows)
        with ThreadPoolExecutor(_PARALLEL_MAX) as pool:
            list(pool.map(change, days))
