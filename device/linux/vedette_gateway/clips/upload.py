"""From rendered to confirmed: thumbnails before originals, tried until it works."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.naming import encode_metadata, load_fields
from vedette_gateway.clips.receipts import STORED_EARLIER, Receipt, StoredObject
from vedette_gateway.errors import Damaged, Rejected, Unavailable
from vedette_gateway.logs import Log
from vedette_gateway.ports.cloud import ClipStore
from vedette_gateway.ports.disk import Spool
from vedette_gateway.tasks import Bell

_FIRST_PAUSE_S = 0.5
_PAUSE_MAX_S = 60.0
_LOOK_S = 1.0
# How far past objects in hand or resting one look goes.
_LOOK_AHEAD = 64
_CHANCE = random.SystemRandom()


@dataclass
class UploadReport:
    """The latest of each; times in epoch seconds."""

    last_error: str | None = None
    last_error_at: float | None = None
    last_confirmed_at: float | None = None


class Uploads:
    """Shared by the threads: what is in whose hands, and what rests until when."""

    def __init__(
        self,
        store: ClipStore,
        spool: Spool,
        journal: Journal,
        ledger: Ledger,
        log: Log,
        to_upload: Bell,
        to_render: Bell,
    ) -> None:
        self.report = UploadReport()
        self._store = store
        self._spool = spool
        self._journal = journal
        self._ledger = ledger
        self._log = log
        self._to_upload = to_upload
        self._to_render = to_render
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()
        self._failures: dict[str, int] = {}
        self._rests_until: dict[str, float] = {}
        self._link_failures = 0
        self._link_rests_until = 0.0

    def run(self, is_stopping: Callable[[], bool]) -> None:
        while not is_stopping():
            rings = self._to_upload.rings()
            task = self._take()
            if task is None:
                self._to_upload.wait(rings, self._count_wait_s())
                continue
            receipt = task.id if isinstance(task, Receipt) else task.receipt
            try:
                if isinstance(task, Receipt):
                    self._confirm(task)
                else:
                    self._upload(task)
            finally:
                with self._lock:
                    self._in_hand.discard(receipt)

    def _take(self) -> Receipt | StoredObject | None:
        now = time.monotonic()
        with self._lock:
            look = len(self._in_hand) + len(self._rests_until) + _LOOK_AHEAD
            for receipt in self._ledger.list_to_confirm(look):
                if self._is_free(receipt.id, now):
                    self._in_hand.add(receipt.id)
                    return receipt
            if now < self._link_rests_until:
                return None
            for each in self._ledger.list_to_upload(look):
                if self._is_free(each.receipt, now):
                    self._in_hand.add(each.receipt)
                    return each
        return None

    def _is_free(self, receipt: str, now: float) -> bool:
        # One object of a clip at a time keeps its thumbnail in front of its original.
        return receipt not in self._in_hand and now >= self._rests_until.get(receipt, 0.0)

    def _count_wait_s(self) -> float:
        left = self._link_rests_until - time.monotonic()
        return left if 0 < left < _LOOK_S else _LOOK_S

    def _upload(self, each: StoredObject) -> None:
        receipt = self._ledger.find(each.receipt)
        if receipt is None:
            return
        metadata = encode_metadata(load_fields(receipt.metadata))
        path = self._spool.root / each.path
        try:
            answer = self._store.put(each.key, path, each.content_type, each.sha256, metadata)
        except Unavailable as error:
            self._rest_link(str(error))
        except Rejected as error:
            self._rest(each.receipt, str(error))
            self._rest_link(str(error))
        except Damaged as error:
            self._note(str(error))
            self._journal.render_again(each.receipt)
            self._to_render.ring()
        else:
            self._recover(each.receipt)
            answered = STORED_EARLIER if answer is None else answer
            if self._journal.store(each.receipt, each.rendition, answered):
                self._confirm(receipt)

    def _confirm(self, receipt: Receipt) -> None:
        objects = self._ledger.list_objects(receipt.id)
        wrong = [each for each in objects if each.answer not in (each.sha256, STORED_EARLIER)]
        if wrong:
            self._rest(receipt.id, f"S3 did not confirm the checksum of {wrong[0].key}")
            return
        self._journal.confirm(receipt.id)
        self.report.last_confirmed_at = time.time()
        self._log.info(
            "clip confirmed",
            camera=receipt.camera,
            clip_id=receipt.clip_id,
            objects=len(objects),
            bytes=sum(each.bytes for each in objects),
        )
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        self._spool.hide(path, receipt.camera, receipt.source_path)
        self._spool.drop(receipt.camera, receipt.id)

    def _rest(self, receipt: str, why: str) -> None:
        with self._lock:
            failures = self._failures[receipt] = self._failures.get(receipt, 0) + 1
            self._rests_until[receipt] = time.monotonic() + _choose_pause_s(failures)
        self._note(why)

    def _rest_link(self, why: str) -> None:
        with self._lock:
            self._link_failures += 1
            self._link_rests_until = time.monotonic() + _choose_pause_s(self._link_failures)
        self._note(why)

    def _recover(self, receipt: str) -> None:
        with self._lock:
            was_down = self._link_failures > 0
            self._link_failures, self._link_rests_until = 0, 0.0
            self._failures.pop(receipt, None)
            self._rests_until.pop(receipt, None)
        if was_down:
            self._log.info("uploads work again")
            self._to_upload.ring()

    def _note(self, why: str) -> None:
        self.report.last_error, self.report.last_error_at = why, time.time()
        self._log.error("upload failed", why=why)


def _choose_pause_s(failures: int) -> float:
    longest = min(_PAUSE_MAX_S, _FIRST_PAUSE_S * 2 ** min(failures - 1, 16))
    return _CHANCE.uniform(longest / 2, longest)
