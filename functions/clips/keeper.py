"""Keeper: makes the objects of starred and deleted clips what the clips' rows say."""

from collections.abc import Callable
from datetime import datetime, timedelta

from contract import names
from functions.clips.logic import chores
from functions.clips.logic.keeping import CHORE
from functions.clips.logic.times import format_time
from functions.clips.rows import Change, Row
from functions.clips.store.chores import ChoreQueue
from functions.clips.store.kept_objects import KeptObjects
from functions.clips.store.kept_rows import KeptRows
from functions.clips.store.table import ClipTable
from functions.errors import Unavailable

# One sweep hands on this many clips; the next follows within minutes.
_SWEEP_MAX = 500
# How long a clip that was handed on is left alone: longer than the queue tries.
_PAUSE = timedelta(hours=2)


class Keeper:
    """Safe to repeat, to interrupt anywhere and to run twice at once.

    The row is written first, by whoever stars or deletes, and says what is due; here the objects
    follow, and only then the row is told, if it is still as it was read. What is interrupted, or
    overtaken by another change, is due still: the queue brings it again, and after that a sweep.
    """

    def __init__(
        self,
        table: ClipTable,
        rows: KeptRows,
        objects: KeptObjects,
        queue: ChoreQueue,
        now: Callable[[], datetime],
    ) -> None:
        self._table = table
        self._rows = rows
        self._objects = objects
        self._queue = queue
        self._now = now

    def work(self, body: str) -> dict[str, str]:
        """Do what a message asks for; raises Rejected and Unavailable.

        Returns what the log should say of it.
        """
        message = chores.read_message(body)
        if isinstance(message, chores.Sweep):
            return {"chore": "sweep", "clips": str(self._sweep())}
        return {"chore": self._tend(message.clip_id), "clip_id": message.clip_id}

    def _sweep(self) -> int:
        now = self._now()
        keys = self._rows.list_due(CHORE, format_time(now), _SWEEP_MAX)
        for pk in keys:
            row = self._table.read_row(pk)
            # Handed on before, or done since the index was written.
            if row is None or chores.choose_step(row, now) in ("nothing", "wait"):
                continue
            # Sent first: one that is lost would else wait for hours.
            self._queue.send(chores.format_tend(names.parse_clip_key(pk)))
            self._rows.apply(chores.postpone(row, now + _PAUSE))
        return len(keys)

    def _tend(self, clip_id: str) -> str:
        row = self._table.read_row(names.format_clip_key(clip_id))
        step = chores.choose_step(row, self._now())
        if row is None or step == "nothing" or step == "wait":
            return step
        if step == "hold":
            self._hold(row)
        elif step == "release":
            self._release(row)
            self._settle(chores.settle_release(row))
        else:
            self._purge(row)
        return step

    def _hold(self, row: Row) -> None:
        versions = self._objects.list_versions(chores.find_prefix(row))
        for each in chores.find_newest(versions):
            self._objects.hold(each)
        self._objects.delete(chores.find_covers(versions))
        self._settle(chores.settle_hold(row))

    def _release(self, row: Row) -> None:
        for each in self._objects.list_versions(chores.find_prefix(row)):
            if not each.is_marker:
                self._objects.release(each)

    def _purge(self, row: Row) -> None:
        claim = chores.begin_purge(row)
        self._settle(claim)
        claimed: Row = {**row, **claim.sets}
        # Before the objects go, or a gateway that compares meanwhile would send them again.
        self._objects.mark(chores.find_mark(row))
        if "held" in row:
            self._release(row)
        self._objects.delete(self._objects.list_versions(chores.find_prefix(row)))
        tombstone, version = chores.settle_purge(claimed, self._now())
        if not self._rows.replace(tombstone, version):
            raise _overtaken()

    def _settle(self, change: Change) -> None:
        if not self._rows.apply(change):
            raise _overtaken()


def _overtaken() -> Unavailable:
    return Unavailable("the clip was changed meanwhile; it is looked at anew")
