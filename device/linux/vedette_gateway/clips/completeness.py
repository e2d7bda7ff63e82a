"""How many bytes a media file is short of what its own header promises."""

import os
from pathlib import Path
from typing import BinaryIO

_HEAD_BYTES = 4096
_EBML = b"\x1aE\xdf\xa3"
_SEGMENT = b"\x18S\x80g"


def count_missing_bytes(path: Path, format_name: str) -> int | None:
    """0 for a whole file; None when the format, or this file, does not say.

    `format_name` is FFmpeg's name of the container.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if "matroska" in format_name:
            return _count_matroska(file.read(_HEAD_BYTES), size)
        if "mp4" in format_name:
            return _count_mp4(file, size)
        if format_name == "avi":
            return _count_riff(file, size)
        if format_name == "jpeg_pipe":
            return _count_tail(file, size, b"\xff\xd9")
        if format_name == "png_pipe":
            return _count_tail(file, size, b"IEND\xaeB`\x82")
    return 0 if format_name.endswith("_pipe") else None


def _count_matroska(head: bytes, size: int) -> int | None:
    # The Segment element holds everything behind the EBML header and says how long it is, once
    # the writer has closed the file; all ones mean that the writer did not know.
    if not head.startswith(_EBML):
        return None
    at = head.find(_SEGMENT)
    if at < 0 or at + 12 > len(head):
        return None
    first = head[at + 4]
    if first == 0:
        return None
    width = 9 - first.bit_length()
    value = first & (0xFF >> width)
    for byte in head[at + 5 : at + 4 + width]:
        value = value << 8 | byte
    if value == (1 << 7 * width) - 1:
        return None
    return max(0, at + 4 + width + value - size)


def _count_mp4(file: BinaryIO, size: int) -> int | None:
    at = 0
    while at < size:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return 8 - len(header)
        length = int.from_bytes(header[:4], "big")
        if length == 1 and len(header) == 16:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:
            return 0
        if length < 8:
            return None
        at += length
    return at - size


def _count_riff(file: BinaryIO, size: int) -> int | None:
    # A long AVI is several RIFF chunks; a writer fills in their sizes when it closes the file.
    at = 0
    while at < size:
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            return 8 - len(header)
        length = int.from_bytes(header[4:], "little")
        if header[:4] != b"RIFF":
            # Some cameras pad behind the last one.
            return 0 if at else None
        if length == 0:
            return None
        at += 8 + length + length % 2
    # The last byte may be padding that nobody wrote.
    return max(0, at - size - 1)


def _count_tail(file: BinaryIO, size: int, mark: bytes) -> int:
    # Some cameras pad behind the mark; decoders do not notice a missing one.
    file.seek(max(0, size - _HEAD_BYTES))
    return 0 if mark in file.read() else 1
