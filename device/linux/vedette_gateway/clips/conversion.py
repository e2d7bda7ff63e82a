"""From rendered to complete: what is slow to make of a clip, behind everything that is urgent."""

import time
from collections.abc import Callable, Sequence

from vedette_gateway.clips.clerk import Clerk
from vedette_gateway.clips.encoder_choice import EncoderReport, choose_encoder
from vedette_gateway.clips.journal import Journal
from vedette_gateway.clips.ledger import Ledger
from vedette_gateway.clips.media_worker import MediaWorker
from vedette_gateway.clips.naming import load_fields
from vedette_gateway.clips.needs import PutOff, estimate_versions
from vedette_gateway.clips.receipts import AddedVersions, Receipt, VersionStep
from vedette_gateway.clips.rendition import Made
from vedette_gateway.clips.room import Room
from vedette_gateway.clips.wishes import (
    Original,
    Version,
    choose_next_step,
    is_small,
    list_versions,
)
from vedette_gateway.errors import NoSpace
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.process import ProcessDied, ProcessOverran
from vedette_gateway.settings import EncoderName, Media
from vedette_gateway.tasks import Bell

_DEATHS_MAX = 2
_RETRY_S = 1.0
_LOOK_S = 0.5
_GIVES_WAY_S = 10.0


class Conversion:
    """One thread drives one worker of the lowest priority, a clip at a time."""

    def __init__(
        self,
        clerk: Clerk,
        spool: Spool,
        room: Room,
        journal: Journal,
        ledger: Ledger,
        log: Log,
        settings: Media,
        is_busy: Callable[[], bool],
        to_convert: Bell,
        to_upload: Bell,
    ) -> None:
        self._clerk = clerk
        self._spool = spool
        self._room = room
        self._journal = journal
        self._ledger = ledger
        self._log = log
        self._settings = settings
        self._is_busy = is_busy
        self._to_convert = to_convert
        self._to_upload = to_upload
        self._encoders: EncoderReport | None = None
        self._put_off = PutOff()

    def run(self, worker: MediaWorker, is_stopping: Callable[[], bool]) -> None:
        """Take one clip after the other until stopped; the worker is ended on return.

        Raises NoSpace, and may then be called again with the same worker.
        """
        encoders = self._encoders or choose_encoder(worker, self._wanted_encoder(), is_stopping)
        if self._encoders is None:
            self._log.info("encoder chosen", encoder=encoders.chosen or "none")
        self._encoders = encoders
        while not is_stopping():
            rings = self._to_convert.rings()
            receipt = self._take()
            if receipt is None:
                self._to_convert.wait(rings, _LOOK_S)
            else:
                self._work(worker, receipt, encoders.chosen, is_stopping)
        worker.close()

    def report(self) -> dict[str, object]:
        encoders = self._encoders
        return {
            "encoder": None if encoders is None else encoders.chosen,
            "encoders_refused": {} if encoders is None else encoders.refused,
            "clips_to_convert": self._ledger.count_to_convert(),
        }

    def _take(self) -> Receipt | None:
        # Nobody has seen anything yet of what has just come. Once it is playable, processor and
        # link are free; but a slow link is what low versions are for.
        if self._is_busy():
            return None
        giving_way_s = _GIVES_WAY_S if self._ledger.has_originals_to_upload() else 0.0
        receipt = self._ledger.find_to_convert(time.time(), giving_way_s)
        return None if receipt is None or self._put_off.has(receipt.id) else receipt

    def _wanted_encoder(self) -> EncoderName | None:
        wanted = self._settings.encoder
        return None if wanted == "auto" else wanted

    def _work(
        self,
        worker: MediaWorker,
        receipt: Receipt,
        encoder: EncoderName | None,
        is_stopping: Callable[[], bool],
    ) -> None:
        step = receipt.next_versions
        if step is None:
            return
        original = self._recall(receipt)
        names = list_versions(step, original, self._settings)
        try:
            made = self._make(worker, receipt, original, names, encoder)
        except NoSpace as error:
            if self._ledger.has_objects_to_upload():
                # Then there will be room.
                if self._put_off.add(receipt.id):
                    self._log.warning("clip waits for room", camera=receipt.camera, why=str(error))
                return
            made = Made([], [f"no {' and no '.join(names)}: the disk is full"])
        except ProcessDied as death:
            if not is_stopping():
                self._blame(receipt, death)
            return
        self._put_off.remove(receipt.id)
        if step == "smaller" and self._settings.sd and "sd" not in names and is_small(original):
            made.notes.append("no sd: small as it is")
        self._record(receipt, step, original, made)

    def _make(
        self,
        worker: MediaWorker,
        receipt: Receipt,
        original: Original,
        names: Sequence[Version],
        encoder: EncoderName | None,
    ) -> Made:
        source = self._spool.locate(receipt.camera, receipt.id, receipt.file_name)
        folder = self._spool.rendered / receipt.id
        if receipt.worker_deaths < _DEATHS_MAX:
            with self._room.claim(estimate_versions(names, original.bytes)) as is_granted:
                if is_granted:
                    return worker.make_versions(source, original.contents, folder, names, encoder)
            raise NoSpace(f"no room for {' and '.join(names)}")
        made = Made([], [])
        if receipt.worker_deaths == _DEATHS_MAX and "preview" in names:
            # The cloud is told by an object, and the thumbnail is a file of our own.
            made = worker.make_still_preview(folder)
        made.notes.append(f"no {' and no '.join(names)}: {receipt.why}")
        return made

    def _recall(self, receipt: Receipt) -> Original:
        objects = self._ledger.list_objects(receipt.id)
        size = next((each.bytes for each in objects if each.rendition == "original"), 0)
        duration = load_fields(receipt.metadata).get("duration_ms")
        duration_ms = None if duration is None else int(duration)
        return Original(self._clerk.recall(receipt), size, duration_ms)

    def _record(self, receipt: Receipt, step: VersionStep, original: Original, made: Made) -> None:
        following = choose_next_step(step, original, self._settings)
        notes = "; ".join([*filter(None, [receipt.versions]), *made.notes])
        added = AddedVersions(
            receipt=receipt.id,
            # Earlier objects say nothing of versions, so that it does not matter which comes last.
            metadata=self._clerk.describe_versions(receipt, "" if following else notes),
            versions=notes,
            objects=self._clerk.list_objects(receipt, made.renditions),
            next_versions=following,
        )
        if not self._journal.add_versions(step, added):
            # An upload found a damaged file meanwhile, and all is made anew.
            return
        self._log.info(
            "versions made", camera=receipt.camera, clip_id=receipt.clip_id, versions=notes
        )
        self._to_upload.ring()

    def _blame(self, receipt: Receipt, death: ProcessDied) -> None:
        deaths = self._journal.blame(receipt.id, time.time() + _RETRY_S, str(death))
        # What took too long once takes too long again.
        while isinstance(death, ProcessOverran) and deaths < _DEATHS_MAX:
            deaths = self._journal.blame(receipt.id, time.time(), str(death))
        self._log.error(
            "media worker died", camera=receipt.camera, receipt=receipt.id, why=str(death)
        )
