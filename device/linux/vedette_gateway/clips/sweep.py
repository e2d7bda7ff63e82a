"""Puts right what a crash or a broken connection left behind."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from vedette_gateway.clips.intake import Intake
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.receipts import WAITING, Receipt
from vedette_gateway.clips.room import Room
from vedette_gateway.errors import NoSpace
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Held, Spool
from vedette_gateway.ports.door import Arrival

_PRUNE_AFTER_S = 2 * 24 * 3600
_PRUNE_EVERY_S = 3600.0
_PERIOD_MAX_S = 10.0


class Sweep:
    """Looks at every file in the spool; what the journal does not know is received, once quiet."""

    def __init__(
        self,
        spool: Spool,
        ledger: Ledger,
        intake: Intake,
        room: Room,
        log: Log,
        quiet_s: float,
        is_writing: Callable[[str], bool],
    ) -> None:
        self._spool = spool
        self._ledger = ledger
        self._intake = intake
        self._room = room
        self._log = log
        self._quiet_s = quiet_s
        self._is_writing = is_writing
        self._pruned_at = -_PRUNE_EVERY_S
        self._lock = threading.Lock()

    def run(self, wait: Callable[[float], bool]) -> None:
        """Sweep until `wait`, given seconds, says that it is over."""
        while not wait(min(_PERIOD_MAX_S, self._quiet_s / 2)):
            self._room.check()
            self.sweep()

    def recover(self) -> None:
        """Before anything else runs: what the last process left half done."""
        self._room.check()
        try:
            self._recover()
        except NoSpace as error:
            self._room.suffer("recovery", str(error))

    def _recover(self) -> None:
        needed = self._ledger.list_ids("rendered", "uploaded")
        for receipt in self._spool.list_rendered():
            if receipt not in needed:
                self._spool.drop_rendered(receipt)
        self.sweep()

    def sweep(self) -> None:
        with self._lock:
            self._sweep()

    def _sweep(self) -> None:
        arrivals: list[Arrival] = []
        for held in self._spool.list_held(self._ledger.list_ids(*WAITING)):
            row = self._ledger.find(held.receipt)
            if row is None:
                arrival = self._adopt(held)
                if arrival is not None:
                    arrivals.append(arrival)
            elif row.state in ("confirmed", "duplicate", "set_aside"):
                self._clear(held, row)
        if arrivals:
            self._log.info("files taken over", count=len(arrivals))
            self._intake.record(list(arrivals))
        if time.monotonic() - self._pruned_at >= _PRUNE_EVERY_S:
            self._pruned_at = time.monotonic()
            self._spool.prune(time.time() - _PRUNE_AFTER_S)

    def _clear(self, held: Held, row: Receipt) -> None:
        if row.state == "confirmed":
            self._room.dispose(row)
            return
        self._spool.hide(held.path, held.camera, row.source_path)
        if row.state == "set_aside":
            self._spool.keep_aside(held.camera, held.receipt)
        else:
            self._spool.drop(held.camera, held.receipt)

    def _adopt(self, held: Held) -> Arrival | None:
        if self._is_writing(held.receipt) or not self._is_quiet(held.path):
            return None
        if held.path.is_dir():
            self._spool.drop_empty(held.camera, held.receipt)
            return None
        visible = self._spool.find_visible(held.path, held.camera)
        return Arrival(
            camera=held.camera,
            receipt=held.receipt,
            path=held.path,
            source_path=visible or held.path.name,
            is_acknowledged=False,
            is_durable=False,
        )

    def _is_quiet(self, path: Path) -> bool:
        try:
            return abs(time.time() - path.stat().st_mtime) >= self._quiet_s
        except FileNotFoundError:
            return False
