"""What became of the files that came, the latest first: questions of people to the journal."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from vedette_gateway.clips.naming import load_fields
from vedette_gateway.clips.receipts import Receipt
from vedette_gateway.ports.database import Database

_RECEIPT = TypeAdapter(Receipt)


@dataclass(frozen=True)
class Story:
    """One file; `treatment` and `versions` say what was made of it and why, `why` what is wrong."""

    receipt: str
    camera: str
    name: str
    received_at: str
    recorded_at: str | None
    bytes: int
    state: str
    clip: str | None
    treatment: str | None
    versions: str | None
    why: str | None


def list_latest(database: Database, camera: str | None, limit: int) -> list[Story]:
    """Of one camera, or of all."""
    rows = database.ask(
        "SELECT * FROM receipts WHERE ? IS NULL OR camera = ? ORDER BY id DESC LIMIT ?",
        (camera, camera, limit),
    )
    return [_tell(_RECEIPT.validate_python(dict(row))) for row in rows]


def _tell(receipt: Receipt) -> Story:
    fields = load_fields(receipt.metadata)
    treatment, versions = fields.get("treatment"), fields.get("versions") or receipt.versions
    return Story(
        receipt=receipt.id,
        camera=receipt.camera,
        name=receipt.source_name,
        received_at=receipt.received_at,
        recorded_at=receipt.recorded_at,
        bytes=receipt.bytes,
        state=receipt.state,
        clip=receipt.clip_id,
        treatment=None if treatment is None else str(treatment),
        versions=str(versions) or None,
        why=receipt.why,
    )
