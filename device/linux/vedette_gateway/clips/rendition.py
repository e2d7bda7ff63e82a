"""The files made of one clip: what is written down of them."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from vedette_gateway.clips.admission import Contents
from vedette_gateway.ports.disk import publish

_READ_BYTES = 1 << 20


@dataclass(frozen=True)
class Rendition:
    """One file made; `sha256` in base64 as S3 wants it. An empty path means the file as it came."""

    name: str
    path: str
    content_type: str
    extension: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Rendered:
    """`treatment` says what was done and why, for people."""

    renditions: list[Rendition]
    treatment: str
    duration_ms: int | None
    audio_codec: str | None


@dataclass(frozen=True)
class Made:
    """Further versions of a clip; `notes` says of each what it is, or why there is none."""

    renditions: list[Rendition]
    notes: list[str]


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 in base64, and the size in bytes."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
            size += len(block)
    return base64.b64encode(digest.digest()).decode("ascii"), size


def finish(part: Path, name: str, content_type: str, extension: str) -> Rendition:
    """A file that is written; the caller makes its directory durable."""
    whole = part.with_suffix("")
    publish(part, whole)
    sha256, size = hash_file(whole)
    return Rendition(name, whole.name, content_type, extension, size, sha256)


def keep(source: Path, contents: Contents) -> Rendition:
    """The file as it came, as the original."""
    sha256, size = hash_file(source)
    return Rendition("original", "", contents.content_type, contents.extension, size, sha256)
