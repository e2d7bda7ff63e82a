"""Bytes that went over the wire, by day and purpose, in the journal."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vedette_gateway.clips.forecast import Pace
from vedette_gateway.ports.database import Database
from vedette_gateway.ports.wire import Meter

_SHOWN_DAYS = 31
_REMEMBERED = timedelta(days=400)
_LOOK_S = 1.0
_LOOKS_A_RECORD = 5


class Traffic:
    """Days are those of the gateway's time zone. A crash loses the count of a few seconds."""

    def __init__(
        self,
        database: Database,
        meter: Meter,
        time_zone: str,
        is_sending: Callable[[], bool],
        is_failing: Callable[[], bool],
    ) -> None:
        self._database = database
        self._meter = meter
        self._zone = ZoneInfo(time_zone)
        self._is_sending = is_sending
        self._is_failing = is_failing
        self._pace = Pace()

    def run(self, wait: Callable[[float], bool]) -> None:
        """Measure and write down until `wait`, given seconds, says that it is over."""
        looked_at, seen, turn = time.monotonic(), self._meter.read_payload_bytes(), 0
        while not wait(_LOOK_S):
            now, sent = time.monotonic(), self._meter.read_payload_bytes()
            # Trouble says nothing of how fast it goes without.
            if (sent > seen or self._is_sending()) and not self._is_failing():
                self._pace.add(sent - seen, now - looked_at)
            looked_at, seen, turn = now, sent, turn + 1
            if turn % _LOOKS_A_RECORD == 0:
                self.record()
        self.record()

    def record(self) -> None:
        taken = self._meter.take()
        if not taken:
            return
        today = datetime.now(self._zone).date()
        day, forgotten = today.isoformat(), (today - _REMEMBERED).isoformat()
        try:
            with self._database.transaction() as connection:
                connection.executemany(
                    "INSERT INTO traffic (day, purpose, bytes) VALUES (?, ?, ?)"
                    " ON CONFLICT (day, purpose) DO UPDATE SET bytes = bytes + excluded.bytes",
                    [(day, purpose, size) for purpose, size in taken.items()],
                )
                connection.execute("DELETE FROM traffic WHERE day < ?", (forgotten,))
        except BaseException:
            self._meter.give_back(taken)
            raise

    def read_bytes_per_s(self) -> float | None:
        """A moving average while there was something to send; None before that."""
        return self._pace.read_bytes_per_s()

    def report(self) -> dict[str, dict[str, int]]:
        """Bytes by purpose of each of the last days, newest first, and their `total`."""
        rows = self._database.ask(
            "SELECT day, purpose, bytes FROM traffic WHERE day IN"
            " (SELECT DISTINCT day FROM traffic ORDER BY day DESC LIMIT ?) ORDER BY day DESC",
            (_SHOWN_DAYS,),
        )
        days: dict[str, dict[str, int]] = {}
        for day, purpose, size in rows:
            days.setdefault(str(day), {"total": 0})[str(purpose)] = int(size)
            days[str(day)]["total"] += int(size)
        return days
