"""Keepsakes: from a person's wish to star, delete or restore a clip to its row."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from functions.clips.access_log import AccessLog
from functions.clips.logic import chores, keeping, views
from functions.clips.logic.access_log import Deed
from functions.clips.logic.keeping import Plan
from functions.clips.rows import Row
from functions.clips.store.chores import ChoreQueue
from functions.clips.store.kept_rows import KeptRows
from functions.clips.store.table import ClipTable
from functions.errors import Unavailable
from functions.membership import Action, Caller

# How often a change is planned anew because another one came between.
_TRIES = 3

What = Literal["star", "unstar", "delete", "restore"]


class Keepsakes:
    """A change is planned from the row as it is, and written if it still is; the bucket follows.

    Every method returns the row as it is then. They may be repeated, and raise Rejected
    "not_found", "forbidden", "conflict" or "gone", and Unavailable.
    """

    def __init__(
        self,
        table: ClipTable,
        rows: KeptRows,
        queue: ChoreQueue,
        log: AccessLog,
        now: Callable[[], datetime],
    ) -> None:
        self._table = table
        self._rows = rows
        self._queue = queue
        self._log = log
        self.now = now

    def star(self, caller: Caller, clip_id: str, note: str, seen: int) -> Row:
        """Keep a clip beyond retention; `seen` is the star's version the person saw, or 0."""

        def plan(row: Row) -> Plan | None:
            is_owner = caller.may("delete", str(row["site"]))
            return keeping.star(row, caller.id, note, self.now(), seen=seen, is_owner=is_owner)

        return self._change(caller, "star", clip_id, plan)

    def unstar(self, caller: Caller, clip_id: str, seen: int | None) -> Row:
        """Let retention decide again."""

        def plan(row: Row) -> Plan | None:
            is_owner = caller.may("delete", str(row["site"]))
            return keeping.unstar(row, caller.id, self.now(), seen=seen, is_owner=is_owner)

        return self._change(caller, "unstar", clip_id, plan)

    def delete(self, caller: Caller, clip_id: str) -> Row:
        """Hide a clip; its objects go a day later."""
        return self._change(
            caller, "delete", clip_id, lambda row: keeping.delete(row, caller.id, self.now())
        )

    def restore(self, caller: Caller, clip_id: str) -> Row:
        """Undo a deletion."""
        return self._change(
            caller, "restore", clip_id, lambda row: keeping.restore(row, self.now())
        )

    def list_deleted(
        self, caller: Caller, site: str, partition: str, before: str | None, count: int
    ) -> tuple[list[Row], str | None]:
        """Those of the last `count` deletions that the caller can undo, and where more begin."""
        now = self.now()
        rows = self._rows.list_deleted(partition, before, count + 1)
        shown = [
            row
            for row in rows[:count]
            if caller.sees(site, str(row["camera"])) and keeping.is_restorable(row, now)
        ]
        return shown, str(rows[count - 1]["deleted_order"]) if len(rows) > count else None

    def _change(
        self, caller: Caller, what: What, clip_id: str, plan: Callable[[Row], Plan | None]
    ) -> Row:
        is_told = False
        for _ in range(_TRIES):
            row = self._find(caller, what, clip_id)
            planned = plan(row)
            if planned is None:
                return row
            if not is_told:
                # What the log does not take is not done.
                site, camera = str(row["site"]), str(row["camera"])
                self._log.record(Deed(site, what, caller.id, clip_id, camera))
                is_told = True
            if self._rows.apply(planned.change, planned.addition):
                # The row says what is due, so that a message that is lost only takes longer.
                with contextlib.suppress(Unavailable):
                    self._queue.send(chores.format_tend(clip_id))
                return keeping.apply(row, planned.change)
        raise Unavailable("others change the clip at this moment")

    def _find(self, caller: Caller, what: What, clip_id: str) -> Row:
        row = self._table.read_row(views.check_clip(clip_id))
        if row is None or not caller.sees(str(row["site"]), str(row["camera"])):
            raise views.unknown_clip()
        action: Action = "keep" if what in ("star", "unstar") else "delete"
        caller.require(action, str(row["site"]))
        if views.is_visible(row, caller, int(self.now().timestamp())):
            return row
        if action == "delete" and keeping.is_hidden(row):
            return row
        raise views.unknown_clip()
