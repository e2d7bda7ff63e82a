"""From rendered to confirmed: thumbnails before originals, tried until it works."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.link import Link
from vedette_gateway.clips.multipart import Multipart, Paused
from vedette_gateway.clips.naming import encode_metadata, load_fields
from vedette_gateway.clips.policy import UploadPolicy
from vedette_gateway.clips.receipts import STORED_EARLIER, Receipt, StoredObject
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.transfers import Transfers
from vedette_gateway.errors import Damaged, NoSpace, Rejected, Unavailable
from vedette_gateway.logs import Log
from vedette_gateway.ports.cloud import ClipStore, Piece, Upload
from vedette_gateway.settings import Upload as UploadSettings
from vedette_gateway.tasks import Bell

_LOOK_S = 1.0
_TIDY_S = 10.0
# How far past objects in hand or resting one look goes.
_LOOK_AHEAD = 64


class Uploads:
    """Shared by the threads: what is in whose hands, and when to go on after a failure."""

    def __init__(
        self,
        store: ClipStore,
        transfers: Transfers,
        room: Room,
        journal: Journal,
        ledger: Ledger,
        log: Log,
        settings: UploadSettings,
        policy: UploadPolicy,
        to_upload: Bell,
        to_render: Bell,
    ) -> None:
        self.link = Link()
        self.policy = policy
        self.last_confirmed_at: float | None = None
        self._store = store
        self._room = room
        self._journal = journal
        self._ledger = ledger
        self._log = log
        self._multipart_bytes = settings.multipart_bytes
        self._multipart = Multipart(store, transfers, settings.part_bytes, self._may_go_on)
        self._to_upload = to_upload
        self._to_render = to_render
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()
        # What S3 answered while the journal could not be written: asked once, written in the end.
        self._answers: dict[StoredObject, str] = {}
        self._sending = 0
        self._tidy_at = 0.0
        self._is_stopping: Callable[[], bool] = lambda: False

    def follow(self, policy: UploadPolicy) -> None:
        """From now on; what is under way ends with its part."""
        self.policy = policy
        self._to_upload.ring()

    def is_sending(self) -> bool:
        return self._sending > 0

    def run(self, is_stopping: Callable[[], bool]) -> None:
        self._is_stopping = is_stopping
        while not is_stopping():
            rings = self._to_upload.rings()
            task = self._take()
            if task is None:
                self._tidy()
                self._to_upload.wait(rings, min(_LOOK_S, self.link.count_wait_s() or _LOOK_S))
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
        with self._lock:
            look = len(self._in_hand) + self.link.count_resting() + _LOOK_AHEAD
            for receipt in self._ledger.list_to_confirm(look):
                if self._is_free(receipt.id):
                    self._in_hand.add(receipt.id)
                    return receipt
            if self.link.count_wait_s():
                return None
            allowed = self.policy.list_allowed(datetime.now(UTC))
            for each in self._ledger.list_to_upload(allowed, look):
                if self._is_free(each.receipt):
                    self._in_hand.add(each.receipt)
                    return each
        return None

    def _is_free(self, receipt: str) -> bool:
        # One object of a clip at a time keeps its thumbnail in front of its original.
        return receipt not in self._in_hand and not self.link.is_resting(receipt)

    def _may_go_on(self, rendition: str) -> bool:
        is_allowed = self.policy.why_not(rendition, datetime.now(UTC)) is None
        return is_allowed and not self._is_stopping() and not self.link.count_wait_s()

    def _upload(self, each: StoredObject) -> None:
        receipt = self._ledger.find(each.receipt)
        if receipt is None:
            return
        try:
            answer = self._answers.get(each) or self._ask(each, receipt)
        except NoSpace:
            raise
        except Paused:
            return
        except Unavailable as error:
            self._fail(str(error))
        except Rejected as error:
            self.link.rest(each.receipt, str(error))
            self._fail(str(error))
        except Damaged as error:
            self._log.error("upload failed", why=str(error))
            self._journal.render_again(each.receipt)
            self._to_render.ring()
        else:
            self._answers[each] = answer
            is_last = self._journal.store(each.receipt, each.rendition, answer)
            del self._answers[each]
            self._multipart.forget(each)
            if is_last:
                self._confirm(receipt)

    def _ask(self, each: StoredObject, receipt: Receipt) -> str:
        asked_at = time.monotonic()
        answer = self._send(each, receipt)
        if self.link.recover(each.receipt, asked_at):
            self._log.info("uploads work again")
            self._to_upload.ring()
        return answer

    def _send(self, each: StoredObject, receipt: Receipt) -> str:
        metadata = encode_metadata(load_fields(receipt.metadata))
        upload = Upload(each.key, each.content_type, metadata, each.rendition)
        path = self._room.find(each.path)
        with self._lock:
            self._sending += 1
        try:
            if each.bytes >= self._multipart_bytes:
                return self._multipart.put(each, upload, path)
            return self._put_whole(each, upload, path)
        finally:
            with self._lock:
                self._sending -= 1

    def _put_whole(self, each: StoredObject, upload: Upload, path: Path) -> str:
        piece = Piece(path, 0, each.bytes, each.bytes, each.sha256)
        answer = self._store.put(upload, piece)
        return STORED_EARLIER if answer is None else answer

    def _confirm(self, receipt: Receipt) -> None:
        objects = self._ledger.list_objects(receipt.id)
        wrong = [each for each in objects if each.answer not in (each.sha256, STORED_EARLIER)]
        if wrong:
            why = f"S3 did not confirm the checksum of {wrong[0].key}"
            self.link.rest(receipt.id, why)
            self._log.error("upload failed", why=why)
            return
        self._journal.confirm(receipt.id)
        self.last_confirmed_at = time.time()
        self._log.info(
            "clip confirmed",
            camera=receipt.camera,
            clip_id=receipt.clip_id,
            objects=len(objects),
            bytes=sum(each.bytes for each in objects),
        )
        self._room.dispose(receipt)

    def _fail(self, why: str) -> None:
        self.link.fail(why)
        self._log.error("upload failed", why=why)

    def _tidy(self) -> None:
        """Uploads in parts whose file is gone are given up; at most one thread looks."""
        with self._lock:
            if self.link.count_wait_s() or time.monotonic() < self._tidy_at:
                return
            self._tidy_at = time.monotonic() + _TIDY_S
        try:
            self._multipart.give_up_rest()
        except (Unavailable, Rejected) as error:
            self._log.warning("parts of an upload are left in S3", why=str(error))
