"""From received to rendered: each thread drives one media worker."""

import threading
import time
from collections.abc import Callable

from vedette_gateway.clips.admission import Hold, SetAside, Unreadable, decide
from vedette_gateway.clips.clerk import Clerk
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.clips.rendition import Rendered, keep
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.process import ProcessDied
from vedette_gateway.tasks import Bell

_DEATHS_MAX = 2
_RETRY_S = 1.0
_LOOK_S = 1.0


class Rendering:
    """Shared by the threads: which file is in whose hands."""

    def __init__(
        self,
        clerk: Clerk,
        spool: Spool,
        journal: Journal,
        ledger: Ledger,
        log: Log,
        quiet_s: float,
        to_render: Bell,
        to_upload: Bell,
    ) -> None:
        self._clerk = clerk
        self._spool = spool
        self._journal = journal
        self._ledger = ledger
        self._log = log
        self._quiet_s = quiet_s
        self._to_render = to_render
        self._to_upload = to_upload
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()

    def run(self, worker: MediaWorker, is_stopping: Callable[[], bool]) -> None:
        """Take one file after the other until stopped; the worker is ended on return."""
        worker.start()
        try:
            while not is_stopping():
                rings = self._to_render.rings()
                receipt = self._take()
                if receipt is None:
                    self._to_render.wait(rings, _LOOK_S)
                    continue
                try:
                    self._work(worker, receipt, is_stopping)
                finally:
                    with self._lock:
                        self._in_hand.discard(receipt.id)
        finally:
            worker.close()

    def _take(self) -> Receipt | None:
        with self._lock:
            for receipt in self._ledger.list_to_render(time.time(), len(self._in_hand) + 1):
                if receipt.id not in self._in_hand:
                    self._in_hand.add(receipt.id)
                    return receipt
        return None

    def _work(self, worker: MediaWorker, receipt: Receipt, is_stopping: Callable[[], bool]) -> None:
        try:
            if receipt.state == "received" and not self._admit(worker, receipt):
                return
            self._render(worker, self._ledger.find(receipt.id) or receipt)
        except FileNotFoundError:
            self._set_aside(receipt, "gone: the file is not in the spool any more")
        except ProcessDied as death:
            if not is_stopping():
                self._blame(self._ledger.find(receipt.id) or receipt, f"media worker: {death}")

    def _admit(self, worker: MediaWorker, receipt: Receipt) -> bool:
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        # A time far ahead was written under another clock, before this one was set back.
        unchanged_s = abs(time.time() - path.stat().st_mtime)
        found, sha256, size = worker.inspect(path)
        decision = decide(found, size, unchanged_s, self._quiet_s)
        if isinstance(decision, Hold):
            self._journal.hold(receipt.id, time.time() + decision.seconds, decision.why)
            self._log.info("file held", camera=receipt.camera, receipt=receipt.id, why=decision.why)
            return False
        if isinstance(decision, SetAside):
            self._set_aside(receipt, decision.why, sha256)
            return False
        twin = self._ledger.find_same_content(receipt, sha256)
        if twin is not None and not (twin.is_acknowledged and receipt.is_acknowledged):
            # The camera did not hear that the file had arrived, and sent it again.
            self._set_aside(receipt, f"sent again: the same as clip {twin.clip_id}", sha256)
            return False
        admission = self._clerk.admit(receipt, decision.contents, sha256)
        self._journal.admit(receipt.id, admission)
        self._log.info(
            "clip admitted",
            camera=receipt.camera,
            clip_id=admission.clip_id,
            name=receipt.source_name,
            bytes=size,
        )
        return True

    def _render(self, worker: MediaWorker, receipt: Receipt) -> None:
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        contents = self._clerk.recall(receipt)
        rendered = worker.render(path, contents, self._spool.rendered / receipt.id)
        if isinstance(rendered, Unreadable):
            self._set_aside(receipt, f"unreadable: {rendered.why}")
        else:
            self._record(receipt, rendered)

    def _record(self, receipt: Receipt, rendered: Rendered) -> None:
        metadata = self._clerk.describe(receipt, rendered)
        self._journal.render(receipt.id, metadata, self._clerk.list_objects(receipt, rendered))
        self._to_upload.ring()

    def _blame(self, receipt: Receipt, why: str) -> None:
        deaths = self._journal.blame(receipt.id, time.time() + _RETRY_S, why)
        self._log.error("media worker died", camera=receipt.camera, receipt=receipt.id, why=why)
        if deaths < _DEATHS_MAX:
            return
        if receipt.state == "received":
            self._set_aside(receipt, f"{why}, {deaths} times")
            return
        # Its headers could be read, so it is a clip: the cloud gets it as it is.
        contents = self._clerk.recall(receipt)
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        treatment = f"kept as it came: {why}"
        self._record(
            receipt, Rendered([keep(path, contents)], treatment, None, contents.audio_codec)
        )

    def _set_aside(self, receipt: Receipt, why: str, sha256: str | None = None) -> None:
        self._journal.set_aside(receipt.id, why, sha256)
        self._log.warning(
            "file set aside", camera=receipt.camera, name=receipt.source_name, why=why
        )
        path = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        self._spool.hide(path, receipt.camera, receipt.source_path)
        self._spool.keep_aside(receipt.camera, receipt.id)
