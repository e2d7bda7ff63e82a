"""A log file of another program, followed through rotation, truncation and restarts."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

_BLOCK_BYTES = 1 << 20
_MARK_BYTES = 256
# Programs go on writing into a log that was renamed under them.
_TAILS_MAX = 4


@dataclass(frozen=True)
class Tail:
    """How far one file has been read; `mark` is a hash of what stands just before."""

    device: int
    inode: int
    offset: int
    mark: str


_TAILS = TypeAdapter(list[Tail])


class LogFollower:
    """Reads the complete lines that were added to `path` and to what it was before rotation.

    `position` is to be kept, and given to the next one, when the lines have been dealt with.
    `has_gap` says that lines may have been lost (the file was truncated); whoever acts on it sets
    it to False. Nothing is read of a log that is followed for the first time.
    """

    def __init__(self, path: Path, position: str | None) -> None:
        self._path = path
        self._tails = _load(position)
        self._is_new = not self._tails
        self.has_gap = False

    @property
    def position(self) -> str:
        return _TAILS.dump_json(self._tails).decode()

    def read(self) -> Iterator[bytes]:
        """Lines without their ends, oldest file first; none while there is no log."""
        present = self._find()
        if present is None:
            return
        for number, tail in enumerate(self._tails):
            path = present.get((tail.device, tail.inode))
            if path is not None:
                yield from self._read_on(number, path)
        if self._path.exists():
            yield from self._begin(self._path.stat())
        self._tails = self._tails[-_TAILS_MAX:]

    def _find(self) -> dict[tuple[int, int], Path] | None:
        try:
            beside = list(self._path.parent.iterdir())
        except OSError:
            return None
        found: dict[tuple[int, int], Path] = {}
        for path in beside:
            if path.name.startswith(self._path.name) and path.is_file():
                seen = path.stat()
                found[seen.st_dev, seen.st_ino] = path
        return found

    def _begin(self, current: os.stat_result) -> Iterator[bytes]:
        known = {(tail.device, tail.inode) for tail in self._tails}
        if (current.st_dev, current.st_ino) in known:
            return
        at = current.st_size if self._is_new else 0
        self._is_new = False
        self._tails.append(Tail(current.st_dev, current.st_ino, at, _mark(self._path, at)))
        yield from self._read_on(len(self._tails) - 1, self._path)

    def _read_on(self, number: int, path: Path) -> Iterator[bytes]:
        tail = self._tails[number]
        try:
            size = path.stat().st_size
            if size < tail.offset or _mark(path, tail.offset) != tail.mark:
                self.has_gap = True
                tail = self._tails[number] = replace(tail, offset=0, mark=_mark(path, 0))
            while tail.offset < size and (lines := _read_lines(path, tail.offset)):
                yield from lines.rstrip(b"\n").split(b"\n")
                at = tail.offset + len(lines)
                tail = self._tails[number] = replace(tail, offset=at, mark=_mark(path, at))
        except FileNotFoundError:
            return


def _read_lines(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        block = file.read(_BLOCK_BYTES)
    end = block.rfind(b"\n") + 1
    # A "line" as long as this is none; it is passed over.
    return block if not end and len(block) == _BLOCK_BYTES else block[:end]


def _mark(path: Path, offset: int) -> str:
    start = max(0, offset - _MARK_BYTES)
    with path.open("rb") as file:
        file.seek(start)
        return hashlib.sha256(file.read(offset - start)).hexdigest()


def _load(position: str | None) -> list[Tail]:
    if position is None:
        return []
    try:
        return _TAILS.validate_json(position)
    except ValidationError:
        return []
