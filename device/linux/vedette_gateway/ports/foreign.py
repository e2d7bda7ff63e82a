"""Files of other programs: found, looked at and copied without following a symbolic link."""

import contextlib
import fcntl
import os
import signal
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vedette_gateway.clips.completeness import count_missing_bytes

_BLOCK_BYTES = 16 << 20
# FFmpeg's names of the formats that say how long they are, by their first bytes.
_MAGIC = ((0, b"\x1aE\xdf\xa3", "matroska"), (4, b"ftyp", "mp4"), (0, b"\xff\xd8\xff", "jpeg_pipe"))


@dataclass(frozen=True)
class Sighting:
    """A regular file as it was at one moment; `path` is relative to the watched directory.

    Undecodable bytes of the name are surrogates, as the os module has them.
    """

    path: PurePosixPath
    device: int
    inode: int
    bytes: int
    modified_ns: int
    changed_ns: int

    @property
    def identity(self) -> str:
        return f"{self.device}:{self.inode}:{self.modified_ns}:{self.bytes}"


def walk(root: Path) -> Iterator[Sighting]:
    """Every regular file below; what cannot be read or vanishes meanwhile is left out."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in files:
            path = Path(folder, name)
            with contextlib.suppress(OSError):
                seen = _describe(PurePosixPath(path.relative_to(root)), path.lstat())
                if seen is not None:
                    yield seen


def look(root: Path, path: PurePosixPath) -> Sighting | None:
    """The regular file at this path below, if there is one and no link leads to it."""
    with contextlib.suppress(OSError), open_below(root, path) as descriptor:
        return _describe(path, os.fstat(descriptor))
    return None


@contextmanager
def open_below(root: Path, path: PurePosixPath) -> Generator[int]:
    """A descriptor for reading. Raises OSError, also for a link anywhere below `root`."""
    with _enter(root, path) as folder:
        # Not blocking: somebody may have put a pipe there.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path.name, flags, dir_fd=folder)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def is_open_for_writing(descriptor: int) -> bool | None:
    """Whether any process is writing this file; None when the file system cannot tell."""
    try:
        # Should somebody begin to write just now, the signal must be one that nobody minds.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


def name_descriptor(descriptor: int) -> Path:
    """A path by which this process can open the same file again."""
    return Path(f"/proc/self/fd/{descriptor}")


def is_provably_whole(descriptor: int) -> bool:
    """Whether the file's own header says that nothing is missing."""
    head = os.pread(descriptor, 16, 0)
    for at, magic, format_name in _MAGIC:
        if head[at:].startswith(magic):
            return count_missing_bytes(name_descriptor(descriptor), format_name) == 0
    return False


def copy_below(root: Path, seen: Sighting, target: Path) -> bool:
    """Copy the file, durably and with its time; False when it is not any more what was seen.

    File systems that can share blocks do so. Raises OSError.
    """
    with open_below(root, seen.path) as source, target.open("xb") as copy:
        _copy(source, copy.fileno())
        os.utime(copy.fileno(), ns=(seen.modified_ns, seen.modified_ns))
        os.fsync(copy.fileno())
        now = _describe(seen.path, os.fstat(source))
        is_same = now is not None and now.identity == seen.identity
        return is_same and os.fstat(copy.fileno()).st_size == seen.bytes


def delete_below(root: Path, path: PurePosixPath, identity: str) -> bool:
    """Delete the file if it still is the one that was seen; False when it is another one.

    Raises OSError.
    """
    with _enter(root, path) as folder:
        try:
            now = _describe(path, os.stat(path.name, dir_fd=folder, follow_symlinks=False))
        except FileNotFoundError:
            return True
        if now is None or now.identity != identity:
            return False
        os.unlink(path.name, dir_fd=folder)
        return True


@contextmanager
def _enter(root: Path, path: PurePosixPath) -> Generator[int]:
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise PermissionError(1, "Leads out of the directory", str(path))
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    folder = os.open(root, flags)
    try:
        for part in path.parent.parts:
            deeper = os.open(part, flags | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = deeper
        yield folder
    finally:
        os.close(folder)


def _describe(path: PurePosixPath, seen: os.stat_result) -> Sighting | None:
    if not stat.S_ISREG(seen.st_mode):
        return None
    return Sighting(
        path, seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
    )


def _copy(source: int, target: int) -> None:
    with contextlib.suppress(OSError):
        while os.copy_file_range(source, target, _BLOCK_BYTES):
            pass
    # What the file system would not copy by itself; at the end of the file there is nothing left.
    at = os.lseek(target, 0, os.SEEK_END)
    while block := os.pread(source, _BLOCK_BYTES, at):
        at += os.write(target, block)
