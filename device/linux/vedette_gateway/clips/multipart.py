"""Large files, in parts: each is confirmed by itself, and a restart goes on with the next."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from vedette_gateway.clips.receipts import STORED_EARLIER, StoredObject
from vedette_gateway.clips.transfers import Transfer, Transfers
from vedette_gateway.errors import Damaged, Unavailable
from vedette_gateway.ports.cloud import ClipStore, Piece, Upload
from vedette_gateway.ports.refusal import UploadGone

_READ_BYTES = 1 << 20
_PARTS_MAX = 10_000


class Paused(Exception):
    """The window has closed, or the gateway stops, with parts still to go."""


class Multipart:
    """`may_go_on` is asked before each part; its argument is the rendition."""

    def __init__(
        self,
        store: ClipStore,
        transfers: Transfers,
        part_bytes: int,
        may_go_on: Callable[[str], bool],
    ) -> None:
        self._store = store
        self._transfers = transfers
        self._part_bytes = part_bytes
        self._may_go_on = may_go_on
        # Begun in S3 while the journal could not be written.
        self._begun: dict[StoredObject, str] = {}

    def put(self, each: StoredObject, upload: Upload, path: Path) -> str:
        """What to write down as S3's answer: it has confirmed the checksum of every part.

        Raises what ClipStore does, and Paused.
        """
        transfer = self._transfers.find(each) or self._begin(each, upload, path)
        try:
            for part in transfer.parts:
                if part.etag is None:
                    self._put_part(each, upload, path, transfer, part.number)
            return self._finish(each, upload, transfer)
        except UploadGone as error:
            self.give_up(transfer)
            raise Unavailable(f"{error}: the upload of {each.key} begins again") from None

    def forget(self, each: StoredObject) -> None:
        """The object is in the journal as stored: how it got there is of no more use."""
        transfer = self._transfers.find(each)
        if transfer is not None:
            self._transfers.end(transfer)

    def give_up(self, transfer: Transfer) -> None:
        """Let S3 forget the parts it has; they would be paid for."""
        self._store.abort(transfer.key, transfer.upload_id)
        self._transfers.end(transfer)

    def give_up_rest(self) -> None:
        """Every upload of which the file is gone, or was made anew."""
        for transfer in self._transfers.list_given_up():
            self.give_up(transfer)

    def _begin(self, each: StoredObject, upload: Upload, path: Path) -> Transfer:
        self.give_up_rest()
        part_bytes = max(self._part_bytes, -(-each.bytes // _PARTS_MAX))
        sums = _hash_parts(each, path, part_bytes)
        upload_id = self._begun.get(each) or self._store.begin(upload)
        self._begun[each] = upload_id
        self._transfers.begin(each, upload_id, part_bytes, sums)
        del self._begun[each]
        transfer = self._transfers.find(each)
        if transfer is None:
            raise Unavailable(f"the upload of {each.key} was given up meanwhile")
        return transfer

    def _put_part(
        self, each: StoredObject, upload: Upload, path: Path, transfer: Transfer, number: int
    ) -> None:
        if not self._may_go_on(each.rendition):
            raise Paused
        start = (number - 1) * transfer.part_bytes
        size = min(transfer.part_bytes, each.bytes - start)
        piece = Piece(path, start, size, each.bytes, transfer.parts[number - 1].sha256)
        etag = self._store.put_part(upload, transfer.upload_id, number, piece)
        self._transfers.finish_part(transfer, number, etag)

    def _finish(self, each: StoredObject, upload: Upload, transfer: Transfer) -> str:
        whole = self._transfers.find(each) or transfer
        parts = [(part.number, part.etag or "", part.sha256) for part in whole.parts]
        if self._store.finish(upload, transfer.upload_id, parts, each.bytes):
            return each.sha256
        self._store.abort(transfer.key, transfer.upload_id)
        return STORED_EARLIER


def _hash_parts(each: StoredObject, path: Path, part_bytes: int) -> list[str]:
    """The SHA-256 of each part. Raises Damaged when the whole is not what it was."""
    whole = hashlib.sha256()
    sums: list[str] = []
    try:
        with path.open("rb") as file:
            for start in range(0, each.bytes, part_bytes):
                part = hashlib.sha256()
                left = min(part_bytes, each.bytes - start)
                while left and (block := file.read(min(_READ_BYTES, left))):
                    part.update(block)
                    whole.update(block)
                    left -= len(block)
                sums.append(_encode(part.digest()))
    except FileNotFoundError:
        raise Damaged(f"the file of {each.key} is gone") from None
    if _encode(whole.digest()) != each.sha256:
        raise Damaged(f"the file of {each.key} is not what it was")
    return sums


def _encode(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")
