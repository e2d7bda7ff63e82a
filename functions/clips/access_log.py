"""The access log: from a deed to its line, and from a question to a page of lines."""

from collections.abc import Callable

from functions.clips.logic import access_log, cursors
from functions.clips.logic.access_log import Deed
from functions.clips.logic.ids import RANDOM_BYTES, make_id
from functions.clips.rows import Row
from functions.clips.store.lines import LineTable


class AccessLog:
    """What was done with recordings, told to the owners of their site.

    `now_ms` is epoch milliseconds, `make_random` gives as many random bytes as it is asked for.
    """

    def __init__(
        self, rows: LineTable, now_ms: Callable[[], int], make_random: Callable[[int], bytes]
    ) -> None:
        self._rows = rows
        self._now_ms = now_ms
        self._make_random = make_random

    def record(self, deed: Deed) -> None:
        """Add a line; raises Unavailable, and then the deed must not be done."""
        now_ms = self._now_ms()
        entry = make_id(now_ms, self._make_random(RANDOM_BYTES))
        self._rows.add(access_log.describe_deed(deed, now_ms, entry))

    def record_hourly(self, deed: Deed) -> None:
        """Add a line unless the hour of the clock has the same one; raises like `record`."""
        now_ms = self._now_ms()
        entry = access_log.identify_in_hour(deed, now_ms)
        self._rows.add(access_log.describe_deed(deed, now_ms, entry))

    def read(
        self, site: str, deed: str | None, limit: int, cursor: str | None
    ) -> tuple[list[Row], str | None]:
        """At most `limit` lines, newest first, and the cursor of the next page; raises Rejected."""
        asked = access_log.question(site, deed)
        position = None if cursor is None else cursors.parse_cursor(asked, cursor)
        months = access_log.choose_partitions(site, deed, position, self._now_ms() // 1000)
        rows: list[Row] = []
        for month in months:
            below = position or access_log.HIGHEST
            rows += self._rows.read_below(month, below, limit + 1 - len(rows))
            if len(rows) > limit:
                return rows[:limit], cursors.format_cursor(asked, str(rows[limit - 1]["ordered"]))
        return rows, None
