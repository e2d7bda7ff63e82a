"""One zip file, written as a stream: what is in memory does not grow with the file."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator

# S3 takes 10,000 parts of at least 5 MiB: far more than an export may have.
PART_BYTES = 8 << 20


class PartWriter:
    """Collects what is written into parts of PART_BYTES and hands each one on."""

    def __init__(self, add_part: Callable[[bytes], None]) -> None:
        self._add_part = add_part
        self._held = bytearray()
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        """Take all of `data`; raises what handing on raises."""
        self._held += data
        self.size_bytes += len(data)
        while len(self._held) >= PART_BYTES:
            self._add_part(bytes(self._held[:PART_BYTES]))
            del self._held[:PART_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing: a part must not be short."""

    def close(self) -> None:
        """Hand on the rest."""
        if self._held:
            self._add_part(bytes(self._held))
            self._held.clear()


class Archive:
    """Files stored as they are: recordings do not shrink, and copying is all that it costs."""

    def __init__(self, writer: PartWriter) -> None:
        self._writer = writer
        # It sees that the writer cannot seek, and writes sizes behind each file.
        self._zip = zipfile.ZipFile(writer, "w", zipfile.ZIP_STORED)

    def add(
        self,
        name: str,
        at: str,
        size_bytes: int,
        chunks: Iterator[bytes],
        wrote: Callable[[int], None],
    ) -> tuple[str, int]:
        """Add a file with a contract time; returns its SHA-256 and size.

        `wrote` hears of each chunk's size.
        """
        entry = _entry(name, at)
        # Larger files than 4 GiB need another form, which is chosen before the first byte.
        entry.file_size = size_bytes
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                wrote(len(chunk))
        return digest.hexdigest(), size

    def add_text(self, name: str, at: str, content: bytes) -> None:
        """Add a small file."""
        self._zip.writestr(_entry(name, at), content)

    def close(self) -> int:
        """Write the directory; returns the size of the whole."""
        self._zip.close()
        self._writer.close()
        return self._writer.size_bytes


def _entry(name: str, at: str) -> zipfile.ZipInfo:
    numbers = (at[:4], at[5:7], at[8:10], at[11:13], at[14:16], at[17:19])
    year, month, day, hour, minute, second = (int(number) for number in numbers)
    # The format's calendar begins in 1980.
    entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, hour, minute, second))
    entry.external_attr = 0o644 << 16
    return entry
