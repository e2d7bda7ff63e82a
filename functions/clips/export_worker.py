"""From a message to a finished export, or to a reason why there is none."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from contract import names
from functions.clips.archive import Archive, PartWriter
from functions.clips.logic import exports, manifests
from functions.clips.logic.manifests import Piece, Plan
from functions.clips.logic.times import format_epoch_ms
from functions.clips.rows import Partition, Plain, Row
from functions.clips.store.export_files import ExportBucket, ExportSigner
from functions.clips.store.exports import ExportTable
from functions.errors import Rejected, Unavailable

# Ends, with a reason, before Lambda ends it after 900 s.
WORK_MAX_MS = 840_000
_TELL_EVERY_MS = 2_000
_TRIES = 3


class Source(Protocol):
    """Where recordings are read from; None is one that is gone."""

    def read(self, key: str, size_bytes: int) -> Iterator[bytes] | None: ...


class ExportWorker:
    """Makes one export at a time; begins again when a worker before it has died."""

    def __init__(
        self,
        table: ExportTable,
        source: Source,
        bucket: ExportBucket,
        signer: ExportSigner,
        now_ms: Callable[[], int],
    ) -> None:
        self._table = table
        self._source = source
        self._bucket = bucket
        self._signer = signer
        self._now_ms = now_ms

    def work(self, body: str) -> dict[str, str]:
        """Make the export that a message names; returns what the log should say of it.

        Raises Rejected for a message that names none, and Unavailable.
        """
        pk, started_ms = exports.read_message(body), self._now_ms()
        now_s = started_ms // 1000
        row = self._table.claim(pk, now_s, now_s - exports.STALE_S)
        told = {"export_id": names.parse_export_key(pk)}
        if row is None:
            return {**told, "outcome": "not ours"}
        outcome = self._try(row, started_ms)
        if outcome != "ready":
            self._table.change(pk, {"phase": "failed", "reason": outcome})
        return {**told, "outcome": outcome}

    def _try(self, row: Row, started_ms: int) -> str:
        for _ in range(_TRIES):
            try:
                self._make(row, started_ms)
            except Rejected as why:
                return why.code
            except Unavailable:
                # The queue would give it back only after hours; somebody waits for it.
                continue
            return "ready"
        return "stopped"

    def _make(self, row: Row, started_ms: int) -> None:
        plan = manifests.make_plan(row, self._find_clips(row))
        progress = _Progress(self._table, str(row["pk"]), plan, self._now_ms, started_ms)
        file_name = f"vedette_{row['site']}_{str(row['range_after'])[:10]}.zip"
        upload = self._bucket.begin(exports.object_key(row), file_name)
        try:
            size_bytes = self._write(row, plan, progress, PartWriter(upload.add))
            upload.finish()
        except BaseException:
            upload.give_up()
            raise
        now_s = self._now_ms() // 1000
        done: dict[str, Plain] = {"phase": "ready", "finished_s": now_s, "file_bytes": size_bytes}
        self._table.change(str(row["pk"]), {**progress.fields(), **done})

    def _find_clips(self, row: Row) -> list[Row]:
        clips: list[Row] = []
        for camera in str(row["cameras"]).split(","):
            partition = names.format_camera_partition(str(row["site"]), camera)
            clips += self._table.read_range(
                Partition("camera", partition),
                str(row["range_after"]),
                str(row["range_before"]),
                self._now_ms() // 1000,
                names.CLIPS_EXPORT_CLIPS_MAX + 1,
            )
            if len(clips) > names.CLIPS_EXPORT_CLIPS_MAX:
                break
        return clips

    def _write(self, row: Row, plan: Plan, progress: "_Progress", writer: PartWriter) -> int:
        archive = Archive(writer)
        files: list[dict[str, Any]] = []
        lost: list[dict[str, Any]] = []
        for piece in plan.pieces:
            chunks = self._source.read(piece.key, piece.size_bytes)
            if chunks is None:
                lost.append({**piece.told, "why": "the file is gone"})
            else:
                files.append(_add(archive, piece, chunks, progress))
            progress.finish_clip()
        at = format_epoch_ms(self._now_ms())
        manifest = manifests.write_manifest(row, plan, files, lost, at)
        signature = self._signer.sign(hashlib.sha256(manifest).digest())
        for name, content in (
            (manifests.MANIFEST, manifest),
            (manifests.SIGNATURE, signature),
            (manifests.PUBLIC_KEY, self._signer.public_key()),
            (manifests.GUIDE, manifests.GUIDE_TEXT.encode()),
        ):
            archive.add_text(name, at, content)
        return archive.close()


def _add(
    archive: Archive, piece: Piece, chunks: Iterator[bytes], progress: "_Progress"
) -> dict[str, Any]:
    sha256, size_bytes = archive.add(
        piece.name, piece.recorded_at, piece.size_bytes, chunks, progress.add_bytes
    )
    return {"name": piece.name, "bytes": size_bytes, "sha256": sha256, **piece.told}


class _Progress:
    """Tells the export's row how far its worker is, every two seconds."""

    def __init__(
        self,
        table: ExportTable,
        pk: str,
        plan: Plan,
        now_ms: Callable[[], int],
        started_ms: int,
    ) -> None:
        self._table = table
        self._pk = pk
        self._plan = plan
        self._now_ms = now_ms
        self._started_ms = started_ms
        self._told_ms = 0
        self._clips = self._bytes = 0
        self._tell()

    def add_bytes(self, count: int) -> None:
        """Raises Rejected "too_long" when Lambda would soon end the work."""
        self._bytes += count
        self._tell()

    def finish_clip(self) -> None:
        """One more recording is done."""
        self._clips += 1
        self._tell()

    def fields(self) -> dict[str, Plain]:
        """What the row says of it."""
        return {
            "clips_total": len(self._plan.pieces),
            "bytes_total": self._plan.size_bytes,
            "clips_done": self._clips,
            "bytes_done": self._bytes,
            "alive_s": self._now_ms() // 1000,
        }

    def _tell(self) -> None:
        now_ms = self._now_ms()
        if now_ms - self._started_ms > WORK_MAX_MS:
            raise Rejected("too_long", "the work took too long")
        if now_ms - self._told_ms >= _TELL_EVERY_MS:
            self._told_ms = now_ms
            self._table.change(self._pk, self.fields())
