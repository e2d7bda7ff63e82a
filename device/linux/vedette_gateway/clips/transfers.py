"""The journal of uploads in parts, so that a restart repeats at most one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette_gateway.clips.receipts import StoredObject
from vedette_gateway.ports.database import Database


@dataclass(frozen=True)
class Part:
    """`number` counts from 1; `etag` is S3's name for it, None while it is not there."""

    number: int
    sha256: str
    etag: str | None


@dataclass(frozen=True)
class Transfer:
    """One object on its way in parts of `part_bytes`, the last one shorter."""

    receipt: str
    rendition: str
    key: str
    sha256: str
    upload_id: str
    part_bytes: int
    parts: tuple[Part, ...] = ()


class Transfers:
    """Every change is durable on return."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # What S3 answered while the journal could not be written; by upload and part.
        self._unwritten: dict[tuple[str, int], str] = {}

    def find(self, each: StoredObject) -> Transfer | None:
        """How far this object, with this content, has come."""
        rows = self._database.ask(
            "SELECT * FROM transfers"
            " WHERE receipt = ? AND rendition = ? AND key = ? AND sha256 = ?",
            (each.receipt, each.rendition, each.key, each.sha256),
        )
        if not rows:
            return None
        transfer = Transfer(**dict(rows[0]))
        self._catch_up(transfer)
        parts = self._database.ask(
            "SELECT number, sha256, etag FROM parts WHERE receipt = ? AND rendition = ?"
            " ORDER BY number",
            (each.receipt, each.rendition),
        )
        return replace(transfer, parts=tuple(Part(*part) for part in parts))

    def begin(
        self, each: StoredObject, upload_id: str, part_bytes: int, sums: Sequence[str]
    ) -> None:
        """`sums` are the SHA-256 of the parts, in their order, in base64."""
        place = (each.receipt, each.rendition)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO transfers (receipt, rendition, key, sha256, upload_id, part_bytes)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*place, each.key, each.sha256, upload_id, part_bytes),
            )
            connection.executemany(
                "INSERT INTO parts (receipt, rendition, number, sha256) VALUES (?, ?, ?, ?)",
                [(*place, number, sha256) for number, sha256 in enumerate(sums, 1)],
            )

    def finish_part(self, transfer: Transfer, number: int, etag: str) -> None:
        """On a full disk `find` writes it down before anything else."""
        self._unwritten[transfer.upload_id, number] = etag
        self._catch_up(transfer)

    def end(self, transfer: Transfer) -> None:
        """Forget it: the object is there, or S3 has given the parts up."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM transfers WHERE receipt = ? AND rendition = ? AND upload_id = ?",
                (transfer.receipt, transfer.rendition, transfer.upload_id),
            )
        for place in self._list_unwritten(transfer):
            del self._unwritten[place]

    def list_given_up(self) -> list[Transfer]:
        """Transfers of which no object waits any more: the file is gone, or was made anew."""
        rows = self._database.ask(
            "SELECT transfers.* FROM transfers LEFT JOIN objects ON"
            " objects.receipt = transfers.receipt AND objects.rendition = transfers.rendition"
            " AND objects.key = transfers.key AND objects.sha256 = transfers.sha256"
            " AND objects.answer IS NULL WHERE objects.receipt IS NULL"
        )
        return [Transfer(**dict(row)) for row in rows]

    def _list_unwritten(self, transfer: Transfer) -> list[tuple[str, int]]:
        return [place for place in list(self._unwritten) if place[0] == transfer.upload_id]

    def _catch_up(self, transfer: Transfer) -> None:
        places = self._list_unwritten(transfer)
        if not places:
            return
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE parts SET etag = ? WHERE receipt = ? AND rendition = ? AND number = ?",
                [
                    (self._unwritten[place], transfer.receipt, transfer.rendition, place[1])
                    for place in places
                ],
            )
        for place in places:
            del self._unwritten[place]
