"""Room on the disk: what may go, in which order, and when new uploads are refused."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.reserve import Reserve
from vedette_gateway.settings import SpoolSettings

_SAY_AGAIN_S = 60.0


class Room:
    """Deletes confirmed files only, oldest first; everything else is refused before it is lost."""

    def __init__(self, spool: Spool, settings: SpoolSettings, log: Log) -> None:
        self._spool = spool
        self._reserve = Reserve(spool.root)
        self._settings = settings
        self._log = log
        self._lock = threading.Lock()
        self._has_room = True
        self._said_at = 0.0
        self._trouble: str | None = None
        self._claimed_bytes = 0

    def follow(self, settings: SpoolSettings) -> None:
        self._settings = settings

    def prepare(self) -> None:
        """Before the journal is opened: on a full disk that needs the reserve already."""
        if self._spool.count_free_bytes() < self._reserve.count_bytes():
            self.suffer("start", "no space left")

    def find(self, path: str) -> Path:
        """Where a file of the spool lies, by the journal's relative path."""
        return self._spool.root / path

    def dispose(self, receipt: Receipt) -> None:
        """A confirmed clip's files: gone, or kept until their room is needed."""
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        self._spool.hide(path, receipt.camera, receipt.source_path)
        if self._settings.keep_confirmed:
            self._spool.keep(receipt.camera, receipt.id)
        else:
            self._spool.drop(receipt.camera, receipt.id)

    def has_room(self) -> bool:
        """Whether a new file may come in; asked for each upload."""
        with self._lock:
            if not self._has_room or self._spool.count_free_bytes() < self._count_min_free():
                self._check()
            return self._has_room

    def has_spare(self) -> bool:
        """Whether an upload under way may go on: what the journal needs is not for it."""
        return self._count_spare() > 0

    @contextmanager
    def claim(self, needed_bytes: int) -> Generator[bool]:
        """Whether so much may be written meanwhile, beside all others who have claimed some."""
        with self._lock:
            if self._count_spare() - self._claimed_bytes < needed_bytes:
                self._make_room(self._count_kept_free() + self._claimed_bytes + needed_bytes)
            is_granted = self._count_spare() - self._claimed_bytes >= needed_bytes
            self._claimed_bytes += needed_bytes if is_granted else 0
        try:
            yield is_granted
        finally:
            with self._lock:
                self._claimed_bytes -= needed_bytes if is_granted else 0

    def check(self) -> None:
        """Delete what may go, look again, and say what is wrong."""
        with self._lock:
            self._check()

    def suffer(self, task: str, why: str) -> None:
        """A write failed for lack of space: give the reserve to whoever comes next."""
        with self._lock:
            is_released = self._reserve.release()
            self._has_room = False
            self._say("the disk is full", task=task, why=why, reserve_released=is_released)

    def report(self) -> dict[str, object]:
        free_bytes = self._spool.count_free_bytes()
        return {
            "free_bytes": free_bytes,
            "min_free_bytes": self._settings.min_free_bytes,
            "keeps_confirmed": self._settings.keep_confirmed,
            "accepts_uploads": self._has_room and free_bytes >= self._count_min_free(),
            "trouble": self._trouble,
        }

    def _check(self) -> None:
        free_bytes = self._make_room(max(self._settings.keep_free_bytes, self._count_min_free()))
        was_full, self._has_room = not self._has_room, free_bytes >= self._count_min_free()
        if not self._has_room:
            self._say("the disk is nearly full", free_bytes=free_bytes)
            return
        self._trouble = None
        self._reserve.fill(self._settings.min_free_bytes)
        if was_full:
            self._said_at = 0.0
            self._log.info("uploads are accepted again", free_bytes=free_bytes)

    def _count_min_free(self) -> int:
        """What is set, but never less than the journal may need to get everything out again."""
        return max(self._settings.min_free_bytes, self._reserve.count_bytes())

    def _count_kept_free(self) -> int:
        """What the journal still has to find when something else fills the disk."""
        return 0 if self._reserve.is_there() else self._reserve.count_bytes()

    def _count_spare(self) -> int:
        return self._spool.count_free_bytes() - self._count_kept_free()

    def _make_room(self, wanted: int) -> int:
        settings = self._settings
        free_bytes = self._spool.count_free_bytes()
        if settings.keep_confirmed and free_bytes >= wanted:
            return free_bytes
        dropped = 0
        for kept in self._spool.list_kept():
            self._spool.drop_kept(kept)
            dropped += 1
            free_bytes = self._spool.count_free_bytes()
            if settings.keep_confirmed and free_bytes >= wanted:
                break
        if dropped:
            self._log.info("kept files deleted", count=dropped, free_bytes=free_bytes)
        return free_bytes

    def _say(self, phrase: str, **fields: str | int | bool) -> None:
        self._trouble = f"{phrase}: uploads are refused, nothing unconfirmed is deleted"
        if time.monotonic() - self._said_at > _SAY_AGAIN_S or not self._said_at:
            self._said_at = time.monotonic()
            self._log.error("uploads are refused", trouble=phrase, **fields)
