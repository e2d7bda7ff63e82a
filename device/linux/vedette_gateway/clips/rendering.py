"""From received to rendered: each thread drives one media worker."""

import threading
import time
from collections.abc import Callable

from vedette_gateway.clips.admission import Hold, SetAside, Unreadable, decide
from vedette_gateway.clips.clerk import Clerk
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.needs import PutOff, estimate_rendering
from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.clips.rendition import Rendered, keep
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.wishes import choose_first_step
from vedette_gateway.errors import NoSpace
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.process import ProcessDied
from vedette_gateway.settings import Media
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
        room: Room,
        journal: Journal,
        ledger: Ledger,
        log: Log,
        quiet_s: float,
        wanted: Media,
        to_render: Bell,
        to_upload: Bell,
        to_convert: Bell,
    ) -> None:
        self._clerk = clerk
        self._spool = spool
        self._room = room
        self._journal = journal
        self._ledger = ledger
        self._log = log
        self._quiet_s = quiet_s
        self._to_render = to_render
        self._to_upload = to_upload
        self._to_convert = to_convert
        self._wanted = wanted
        self._put_off = PutOff()
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()

    def run(self, worker: MediaWorker, is_stopping: Callable[[], bool]) -> None:
        """Take one file after the other until stopped; the worker is ended on return.

        Raises NoSpace, and may then be called again with the same worker.
        """
        worker.start()
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
        worker.close()

    def is_busy(self) -> bool:
        """Whether a file is in the hands of a worker, or waits for one."""
        with self._lock:
            return bool(self._in_hand) or self._find() is not None

    def _take(self) -> Receipt | None:
        with self._lock:
            receipt = self._find()
            if receipt is not None:
                self._in_hand.add(receipt.id)
            return receipt

    def _find(self) -> Receipt | None:
        look = len(self._in_hand) + self._put_off.count() + 1
        waiting = self._ledger.list_to_render(time.time(), look)
        return next((each for each in waiting if self._is_free(each.id)), None)

    def _is_free(self, receipt: str) -> bool:
        return receipt not in self._in_hand and not self._put_off.has(receipt)

    def _work(self, worker: MediaWorker, receipt: Receipt, is_stopping: Callable[[], bool]) -> None:
        try:
            self._try(worker, receipt, is_stopping)
        except FileNotFoundError:
            self._set_aside(receipt, "gone: the file is not in the spool any more")

    def _try(self, worker: MediaWorker, receipt: Receipt, is_stopping: Callable[[], bool]) -> None:
        try:
            if receipt.state == "received" and not self._admit(worker, receipt):
                return
            self._render(worker, self._ledger.find(receipt.id) or receipt)
        except ProcessDied as death:
            self._spool.locate(receipt.camera, receipt.id, receipt.file_name).stat()
            if not is_stopping():
                # Starting is not to count against the next file.
                worker.start()
                self._blame(self._ledger.find(receipt.id) or receipt, f"media worker: {death}")
        except NoSpace:
            self._spool.drop_rendered(receipt.id)
            raise

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
        admission = self._clerk.admit(receipt, decision.contents, sha256)
        twin = self._journal.admit(receipt.id, admission)
        if twin is not None:
            self._log.info("file sent again", camera=receipt.camera, clip_id=twin)
            self._spool.hide(path, receipt.camera, receipt.source_path)
            self._spool.drop(receipt.camera, receipt.id)
            return False
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
        needed = estimate_rendering(contents, receipt.bytes, self._wanted.thumb_width)
        try:
            with self._room.claim(needed) as is_granted:
                if not is_granted:
                    raise NoSpace(f"{needed} bytes are needed to render a clip")
                rendered = worker.render(path, contents, self._spool.rendered / receipt.id)
        except NoSpace as error:
            self._do_without_room(receipt, str(error))
            return
        self._put_off.remove(receipt.id)
        if isinstance(rendered, Unreadable):
            self._set_aside(receipt, f"unreadable: {rendered.why}")
        else:
            self._record(receipt, rendered)

    def _do_without_room(self, receipt: Receipt, why: str) -> None:
        # What was made of it so far is in the way of uploads, which alone make room.
        self._spool.drop_rendered(receipt.id)
        if not self._ledger.has_clips_to_upload():
            self._put_off.remove(receipt.id)
            self._keep(receipt, "the disk is full")
        elif self._put_off.add(receipt.id):
            self._log.warning("clip waits for room", camera=receipt.camera, why=why)

    def _record(self, receipt: Receipt, rendered: Rendered) -> None:
        self._journal.render(
            receipt.id,
            self._clerk.describe(receipt, rendered),
            self._clerk.list_objects(receipt, rendered.renditions),
            choose_first_step(self._clerk.recall(receipt), rendered, self._wanted),
            time.time(),
        )
        self._to_upload.ring()
        self._to_convert.ring()

    def _blame(self, receipt: Receipt, why: str) -> None:
        deaths = self._journal.blame(receipt.id, time.time() + _RETRY_S, why)
        self._log.error("media worker died", camera=receipt.camera, receipt=receipt.id, why=why)
        if deaths < _DEATHS_MAX:
            return
        if receipt.state == "received":
            self._set_aside(receipt, f"{why}, {deaths} times")
            return
        # Its headers could be read, so it is a clip.
        self._keep(receipt, why)

    def _keep(self, receipt: Receipt, why: str) -> None:
        """Nothing can be made of it: the cloud gets it as it is."""
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
