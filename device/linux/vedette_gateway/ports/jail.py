"""What a camera sees of the disk: its own directory, in which nothing it does loses data."""

from pathlib import Path
from typing import IO, Protocol, cast

from pyftpdlib.filesystems import AbstractedFS
from ulid import ULID

from vedette_gateway.ports.door import Door

_STOU_PREFIX_MAX = 200


class _Channel(Protocol):
    door: Door
    begun: list[Path]


class Jail(AbstractedFS):
    """pyftpdlib's view of one camera's directory, with uploads led through the door."""

    def open(self, filename: str, mode: str) -> IO[bytes]:
        channel = cast(_Channel, self.cmd_channel)
        visible = Path(filename)
        if "w" in mode or ("a" in mode and not visible.exists()):
            file = channel.door.begin(visible)
        else:
            file = channel.door.resume(visible, mode)
        channel.begun.append(Path(file.name))
        return file

    def mkstemp(
        self, suffix: str = "", prefix: str = "", dir: str | None = None, mode: str = "wb"
    ) -> IO[bytes]:
        name = f"{prefix[:_STOU_PREFIX_MAX]}{ULID()}{suffix}"
        return self.open(str(Path(dir or self.root, name)), mode)

    def rename(self, src: str, dst: str) -> None:
        if Path(dst).is_dir() or Path(src).is_dir():
            raise PermissionError(1, "Only files can be renamed")
        channel = cast(_Channel, self.cmd_channel)
        channel.door.rename(Path(src), Path(dst))

    def validpath(self, path: str) -> bool:
        return "\0" not in path and super().validpath(path)
