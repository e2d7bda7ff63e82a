"""One directory that another program fills: what is to be taken from it, and when."""

import sqlite3
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from vedette_gateway.clips.rendition import hash_file
from vedette_gateway.logs import Log
from vedette_gateway.ports import foreign
from vedette_gateway.ports.door import TEMPORARY
from vedette_gateway.ports.foreign import Sighting
from vedette_gateway.ways.addresses import Addresses
from vedette_gateway.ways.carrier import Carrier, Parcel
from vedette_gateway.ways.finds import Finds
from vedette_gateway.ways.settings import Watch

# A writer that keeps its file open longer than this without writing has forgotten it.
_OPEN_MAX_S = 3600.0
_RETRY_S = 10.0
# While the disk is nearly full; the next scan finds the others.
_PENDING_MAX = 1000
_LEFTOVERS_A_TURN = 100
# Scanning may take a tenth of the time at most.
_SCAN_SHARE = 10.0


@dataclass(frozen=True)
class _Pending:
    """A file that may still change; times are of the monotonic clock."""

    seen: Sighting
    since: float
    is_finished: bool = False
    retry_at: float = 0.0


@dataclass
class FolderReport:
    """Counted since the start of the gateway."""

    taken: int = 0
    last_error: str | None = None


class Folder:
    """Used by one thread; `report` and `count_waiting` by any."""

    def __init__(
        self,
        settings: Watch,
        cameras: Callable[[], Collection[str]],
        quiet_s: float,
        carrier: Carrier,
        finds: Finds,
        log: Log,
    ) -> None:
        self.root = settings.directory
        self.report = FolderReport()
        self._settings = settings
        self._addresses = Addresses(settings, cameras, log)
        self._quiet_s = quiet_s
        self._carrier = carrier
        self._finds = finds
        self._log = log
        self._pending: dict[PurePosixPath, _Pending] = {}
        self._scan_at = 0.0
        self._not_before = 0.0

    def count_waiting(self) -> int:
        return len(self._pending)

    def count_strays(self) -> int:
        """First folders that are no camera's."""
        return len(self._addresses.strays)

    def is_there(self) -> bool:
        return self.root.is_dir()

    def note(self, path: PurePosixPath, *, is_finished: bool = False) -> None:
        """Something happened at this path below; or its writer says that it is finished."""
        seen = foreign.look(self.root, path)
        if seen is not None:
            self._consider(seen, is_finished=is_finished)
        elif not path.name or (self.root / path).is_dir():
            self.scan_soon()

    def scan_soon(self) -> None:
        """Look everywhere, as soon as that does not take too much of the time."""
        self._scan_at = self._not_before

    def tend(self, is_stopping: Callable[[], bool]) -> None:
        """Take what is ready; look everywhere and clear up when it is time for that."""
        if not self.is_there():
            self._pending.clear()
            self.scan_soon()
            return
        for path in list(self._pending):
            seen = foreign.look(self.root, path)
            if is_stopping():
                return
            if seen is None:
                self._pending.pop(path, None)
            else:
                self._consider(seen)
        if time.monotonic() >= self._scan_at:
            self._scan(is_stopping)
            self._clear()

    def _scan(self, is_stopping: Callable[[], bool]) -> None:
        began = time.monotonic()
        for seen in foreign.walk(self.root):
            if is_stopping():
                return
            self._consider(seen)
        now = time.monotonic()
        self._not_before = now + (now - began) * _SCAN_SHARE
        self._scan_at = max(now + self._settings.scan_s, self._not_before)

    def _consider(self, seen: Sighting, *, is_finished: bool = False) -> None:
        if any(fnmatchcase(seen.path.name, pattern) for pattern in self._settings.ignore):
            return
        if self._finds.is_known(seen):
            self._pending.pop(seen.path, None)
            return
        parcel = self._addresses.find(seen.path)
        if parcel is None:
            return
        if len(self._pending) >= _PENDING_MAX and not self._carrier.has_room():
            return
        pending, now = self._pending.get(seen.path), time.monotonic()
        if pending is None or pending.seen.identity != seen.identity:
            pending = _Pending(seen, now)
        pending = replace(pending, is_finished=is_finished or pending.is_finished)
        self._pending[seen.path] = pending
        if now < pending.retry_at or not self._is_ready(pending, now - pending.since):
            return
        if self._carrier.has_room() and self._take(seen, parcel):
            self._pending.pop(seen.path, None)
        else:
            self._pending[seen.path] = replace(pending, retry_at=now + _RETRY_S)

    def _is_ready(self, pending: _Pending, unchanged_s: float) -> bool:
        """Whether nobody writes the file any more, as far as can be known."""
        seen = pending.seen
        changed_at = max(seen.modified_ns, seen.changed_ns) / 1e9
        is_quiet = unchanged_s >= self._quiet_s or time.time() - changed_at >= self._quiet_s
        try:
            with foreign.open_below(self.root, seen.path) as descriptor:
                is_open = foreign.is_open_for_writing(descriptor)
                if is_open:
                    return unchanged_s >= _OPEN_MAX_S
                if is_quiet:
                    return True
                is_temporary = seen.path.name.lower().endswith(TEMPORARY)
                is_unknown = is_open is None and not pending.is_finished
                if is_unknown or is_temporary or seen.path.name.startswith("."):
                    return False
                return foreign.is_provably_whole(descriptor)
        except OSError as error:
            self._blame(seen, error)
            return False

    def _take(self, seen: Sighting, parcel: Parcel) -> bool:
        is_to_delete = self._settings.delete_source
        try:
            known = self._finds.find_at(self.root, seen.path)
            if known is not None and (known.bytes, known.modified_ns) == (
                seen.bytes,
                seen.modified_ns,
            ):
                with foreign.open_below(self.root, seen.path) as descriptor:
                    sha256, _ = hash_file(foreign.name_descriptor(descriptor))
                if known.sha256 == sha256:
                    self._finds.add_again(self.root, seen, known.receipt, is_to_delete=is_to_delete)
                    return True

            def write(connection: sqlite3.Connection, receipt: str) -> None:
                self._finds.add(connection, self.root, seen, receipt, is_to_delete=is_to_delete)

            receipt = self._carrier.bring(
                parcel, lambda target: foreign.copy_below(self.root, seen, target), write
            )
        except OSError as error:
            self._blame(seen, error)
            return False
        if receipt is not None:
            self.report.taken += 1
            self._log.info("file taken over", camera=parcel.camera, receipt=receipt)
        return receipt is not None

    def _clear(self) -> None:
        for leftover in self._finds.list_leftovers(self.root, _LEFTOVERS_A_TURN):
            try:
                is_deleted = foreign.delete_below(self.root, leftover.path, leftover.identity)
            except OSError as error:
                self.report.last_error = f"cannot delete {leftover.path}: {error.strerror}"
                continue
            self._finds.keep(leftover.identity)
            if not is_deleted:
                self.scan_soon()

    def _blame(self, seen: Sighting, error: OSError) -> None:
        why = f"cannot take {str(seen.path)!r}: {error.strerror}"
        if why != self.report.last_error:
            self._log.error("file not taken over", directory=str(self.root), why=why)
        self.report.last_error = why
