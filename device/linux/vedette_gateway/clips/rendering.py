"""From received to rendered: each thread drives one media worker."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter
from ulid import ULID

from vedette_gateway.clips.admission import (
    Admit,
    Contents,
    Hold,
    SetAside,
    Unreadable,
    decide,
)
from vedette_gateway.clips.clock import Times, choose_times, parse_time
from vedette_gateway.clips.journal import (
    Journal,
    Receipt,
    StoredObject,
    dump_fields,
    load_fields,
)
from vedette_gateway.clips.naming import (
    TREATMENT_MAX,
    describe_times,
    encode_metadata,
    encode_source_name,
    name_object,
)
from vedette_gateway.clips.rendition import Rendered, keep
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.workers import MediaWorker, WorkerDied
from vedette_gateway.tasks import Bell

_TURNS = {"thumb": 0, "original": 1}
_DEATHS_MAX = 2
_RETRY_S = 1.0
_LOOK_S = 1.0
_CONTENTS = TypeAdapter(Contents)


@dataclass(frozen=True)
class CameraClock:
    time_zone: str
    is_trusted: bool


class Rendering:
    """Shared by the threads: which file is in whose hands."""

    def __init__(
        self,
        site: str,
        clocks: Mapping[str, CameraClock],
        quiet_s: float,
        spool: Spool,
        journal: Journal,
        log: Log,
        announce: Callable[[], None],
    ) -> None:
        self.bell = Bell()
        self._site = site
        self._clocks = clocks
        self._quiet_s = quiet_s
        self._spool = spool
        self._journal = journal
        self._log = log
        self._announce = announce
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()

    def run(self, worker: MediaWorker, is_stopping: Callable[[], bool]) -> None:
        """Take one file after the other until stopped; the worker is ended on return."""
        worker.start()
        try:
            while not is_stopping():
                rings = self.bell.rings()
                receipt = self._take()
                if receipt is None:
                    self.bell.wait(rings, _LOOK_S)
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
            for receipt in self._journal.find_to_render(time.time(), len(self._in_hand) + 1):
                if receipt.id not in self._in_hand:
                    self._in_hand.add(receipt.id)
                    return receipt
        return None

    def _work(self, worker: MediaWorker, receipt: Receipt, is_stopping: Callable[[], bool]) -> None:
        path = self._spool.find(receipt.camera, receipt.id)
        if path is None:
            self._set_aside(receipt, "gone: the file is not in the spool any more")
            return
        try:
            if receipt.state == "received":
                if not self._admit(worker, receipt, path):
                    return
                receipt = self._journal.find(receipt.id) or receipt
            self._render(worker, receipt, path)
        except WorkerDied as death:
            if not is_stopping():
                self._blame(receipt, path, str(death))

    def _admit(self, worker: MediaWorker, receipt: Receipt, path: Path) -> bool:
        found, sha256, size = worker.inspect(path)
        unchanged_s = max(0.0, time.time() - path.stat().st_mtime)
        decision = decide(found, size, unchanged_s, self._quiet_s)
        if isinstance(decision, Hold):
            self._journal.hold(receipt.id, time.time() + decision.seconds, decision.why)
            self._log.info("file held", camera=receipt.camera, receipt=receipt.id, why=decision.why)
            return False
        if isinstance(decision, SetAside):
            self._set_aside(receipt, decision.why, sha256)
            return False
        twin = self._journal.find_same_content(receipt, sha256)
        if twin is not None and not (twin.is_acknowledged and receipt.is_acknowledged):
            # The camera did not hear that the file had arrived, and sent it again.
            self._set_aside(receipt, f"sent again: the same as clip {twin.clip_id}", sha256)
            return False
        self._record_admission(receipt, decision, sha256)
        return True

    def _record_admission(self, receipt: Receipt, decision: Admit, sha256: str) -> None:
        times = self._choose_times(receipt)
        fields = describe_times(decision.contents.kind, times)
        clip_id = str(ULID())
        self._journal.admit(
            receipt.id,
            sha256,
            clip_id,
            str(fields["recorded_at"]),
            _CONTENTS.dump_json(decision.contents).decode(),
            dump_fields(fields),
        )
        self._log.info(
            "clip admitted",
            camera=receipt.camera,
            clip_id=clip_id,
            name=receipt.source_name,
            bytes=receipt.bytes,
        )

    def _choose_times(self, receipt: Receipt) -> Times:
        received_at: datetime = parse_time(receipt.received_at)
        clock = self._clocks.get(receipt.camera, CameraClock("UTC", False))
        return choose_times(receipt.source_name, clock.time_zone, clock.is_trusted, received_at)

    def _render(self, worker: MediaWorker, receipt: Receipt, path: Path) -> None:
        contents = _CONTENTS.validate_json(receipt.contents or "{}")
        rendered = worker.render(path, contents, self._spool.rendered / receipt.id)
        if isinstance(rendered, Unreadable):
            self._set_aside(receipt, f"unreadable: {rendered.why}")
            return
        self._record_rendering(receipt, contents, rendered, path)

    def _record_rendering(
        self, receipt: Receipt, contents: Contents, rendered: Rendered, path: Path
    ) -> None:
        fields = load_fields(receipt.metadata)
        fields |= {"width": contents.width, "height": contents.height}
        fields["video_codec"] = contents.video_codec
        fields["treatment"] = rendered.treatment[:TREATMENT_MAX]
        fields["source_name"] = encode_source_name(receipt.source_name)
        if rendered.duration_ms is not None and contents.kind == "clip":
            fields["duration_ms"] = min(rendered.duration_ms, 86_400_000)
        if rendered.audio_codec is not None:
            fields["audio_codec"] = rendered.audio_codec
        objects = [
            StoredObject(
                receipt=receipt.id,
                rendition=each.name,
                turn=_TURNS[each.name],
                key=name_object(
                    self._site,
                    receipt.camera,
                    receipt.recorded_at or "",
                    receipt.clip_id or "",
                    each.name,
                    each.extension,
                ),
                path=self._locate(receipt, each.path, path),
                content_type=each.content_type,
                bytes=each.bytes,
                sha256=each.sha256,
            )
            for each in rendered.renditions
        ]
        encode_metadata(fields)
        self._journal.render(receipt.id, dump_fields(fields), objects)
        self._announce()

    def _locate(self, receipt: Receipt, rendered_path: str, source: Path) -> str:
        place = self._spool.rendered / receipt.id / rendered_path if rendered_path else source
        return str(place.relative_to(self._spool.root))

    def _blame(self, receipt: Receipt, path: Path, why: str) -> None:
        deaths = self._journal.blame(receipt.id, time.time() + _RETRY_S, why)
        self._log.error("media worker died", camera=receipt.camera, receipt=receipt.id, why=why)
        if deaths < _DEATHS_MAX:
            return
        if receipt.contents is None:
            self._set_aside(receipt, f"{why}, {deaths} times")
            return
        # Its headers were read, so it is a clip: the cloud gets it as it is.
        contents = _CONTENTS.validate_json(receipt.contents)
        treatment = f"kept as it came: {why}"
        rendered = Rendered([keep(path, contents)], treatment, None, contents.audio_codec)
        self._record_rendering(receipt, contents, rendered, path)

    def _set_aside(self, receipt: Receipt, why: str, sha256: str | None = None) -> None:
        self._journal.set_aside(receipt.id, why, sha256)
        self._log.warning(
            "file set aside", camera=receipt.camera, name=receipt.source_name, why=why
        )
        path = self._spool.find(receipt.camera, receipt.id)
        if path is not None:
            self._spool.hide(path, receipt.camera, receipt.source_path)
        self._spool.keep_aside(receipt.camera, receipt.id)
