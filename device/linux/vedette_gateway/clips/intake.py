"""Files that cameras finished: durable, then written into the journal."""

import queue
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from vedette_gateway.clips.clock import format_time
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Arrival, Renaming
from vedette_gateway.tasks import Bell

_BATCH_MAX = 64
_WAIT_S = 0.5


class Intake:
    """Hooks enqueue; one thread takes what is there and commits it together."""

    def __init__(self, spool: Spool, journal: Journal, to_render: Bell) -> None:
        self._spool = spool
        self._journal = journal
        self._to_render = to_render
        self._pending: list[Arrival | Renaming] = []
        self._events: queue.SimpleQueue[Arrival | Renaming] = queue.SimpleQueue()

    def put(self, event: Arrival | Renaming) -> None:
        self._events.put(event)

    def run(self, is_stopping: Callable[[], bool]) -> None:
        while not is_stopping():
            # What could not be written down for lack of space comes first again.
            self._pending = self._pending or self._take()
            if self._pending:
                self.record(self._pending)
                self._pending = []

    def record(self, batch: list[Arrival | Renaming]) -> None:
        """Journal the events in their order; returns when they are durable."""
        receipts: list[Receipt] = []
        for event in batch:
            if isinstance(event, Arrival):
                receipt = self._receive(event)
                if receipt is not None:
                    receipts.append(receipt)
        if receipts:
            self._journal.receive(receipts)
        for event in batch:
            if isinstance(event, Renaming):
                name = Path(event.source_path).name
                self._journal.rename(event.receipt, name, event.source_path)
        if receipts:
            self._to_render.ring()

    def _take(self) -> list[Arrival | Renaming]:
        try:
            batch = [self._events.get(timeout=_WAIT_S)]
        except queue.Empty:
            return []
        while len(batch) < _BATCH_MAX:
            try:
                batch.append(self._events.get_nowait())
            except queue.Empty:
                break
        return batch

    def _receive(self, arrival: Arrival) -> Receipt | None:
        try:
            if not arrival.is_durable:
                self._spool.secure(arrival.path)
            seen = arrival.path.stat()
        except FileNotFoundError:
            return None
        now = datetime.now(UTC)
        changed_at = datetime.fromtimestamp(seen.st_mtime, UTC)
        return Receipt(
            id=arrival.receipt,
            camera=arrival.camera,
            file_name=arrival.path.name,
            source_name=Path(arrival.source_path).name,
            source_path=arrival.source_path,
            is_acknowledged=arrival.is_acknowledged,
            received_at=format_time(min(now, changed_at)),
            bytes=seen.st_size,
        )
