"""Brings files from elsewhere into the spool: each exactly once, whatever dies when."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ulid import ULID

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.ports.disk import Spool, sync_directory
from vedette_gateway.tasks import Bell

_NAME_BYTES_MAX = 200
# A file's own time is when it came, unless the clock that made it was plainly wrong.
_BELIEVED_S = 400 * 86_400


@dataclass(frozen=True)
class Parcel:
    """A file to be brought in.

    `name` is the source's name of it and `source_path` leads there, both as people may read them.
    `recorded_at`, in epoch seconds, is when it was recorded, if the source vouches for that.
    """

    camera: str
    name: str
    source_path: str
    recorded_at: float | None = None


class Carrier:
    """Used by many threads.

    A file is fetched aside, then written down together with whatever keeps it from being fetched
    again, then moved to its place. `settle` finishes what a crash left in between.
    """

    def __init__(
        self,
        spool: Spool,
        journal: Journal,
        ledger: Ledger,
        to_render: Bell,
        has_room: Callable[[], bool],
    ) -> None:
        self._spool = spool
        self._journal = journal
        self._ledger = ledger
        self._to_render = to_render
        self._has_room = has_room

    def has_room(self) -> bool:
        """False while nothing may be brought in: where it is now it is safer."""
        return self._has_room()

    def settle(self) -> None:
        """Before anything else runs: finish or undo what was on its way."""
        for receipt in self._ledger.list_on_their_way():
            self._put_in_place(receipt.camera, receipt.id)
        for staged in self._spool.list_staged():
            self._spool.drop_staged(staged)

    def bring(
        self,
        parcel: Parcel,
        fetch: Callable[[Path], bool],
        note: Callable[[sqlite3.Connection, str], object],
    ) -> str | None:
        """The receipt of the file; None when `fetch`, given a new path, says that it failed.

        `note` gets the transaction in which the receipt is written, and the receipt. What `fetch`
        raises leaves nothing behind.
        """
        receipt = str(ULID())
        path = self._spool.stage(receipt) / _name(parcel.name)
        try:
            if not fetch(path):
                return None
            sync_directory(path.parent)
            written = _write(receipt, parcel, path)
            self._journal.expect(written, lambda connection: note(connection, receipt))
        finally:
            if self._ledger.find(receipt) is None:
                self._spool.drop_staged(receipt)
        self._put_in_place(parcel.camera, receipt)
        self._to_render.ring()
        return receipt

    def retry(self, receipt: str) -> bool:
        """Try a file that was set aside once more; False when there is none of this receipt."""
        found = self._ledger.find(receipt)
        if found is None or found.state != "set_aside":
            return False
        self._journal.retry(receipt)
        self._put_in_place(found.camera, receipt)
        self._to_render.ring()
        return True

    def send_again(self, receipt: str) -> bool:
        """Upload a confirmed clip anew; False when its file was not kept."""
        found = self._ledger.find(receipt)
        if found is None or found.state != "confirmed":
            return False
        if not self._spool.has_kept(found.camera, receipt):
            return False
        self._journal.send_again(receipt)
        self._put_in_place(found.camera, receipt)
        self._to_render.ring()
        return True

    def _put_in_place(self, camera: str, receipt: str) -> None:
        self._spool.bring_in(camera, receipt)
        self._journal.arrive(receipt)


def _name(name: str) -> str:
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    cut = readable.encode()[:_NAME_BYTES_MAX].decode(errors="ignore")
    return cut.replace("/", "_").strip(".") or "file"


def _write(receipt: str, parcel: Parcel, path: Path) -> Receipt:
    seen, now = path.stat(), time.time()
    is_believed = now - _BELIEVED_S < seen.st_mtime < now
    came_at = seen.st_mtime if is_believed else now
    stated_at = None if parcel.recorded_at is None else _format(parcel.recorded_at)
    return Receipt(
        id=receipt,
        camera=parcel.camera,
        file_name=path.name,
        source_name=_readable(parcel.name),
        source_path=_readable(parcel.source_path),
        is_acknowledged=True,
        received_at=_format(came_at),
        bytes=seen.st_size,
        stated_at=stated_at,
    )


def _format(moment: float) -> str:
    return format_time(datetime.fromtimestamp(moment, UTC))


def _readable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
