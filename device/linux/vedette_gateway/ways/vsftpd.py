"""vsftpd log mode: its log says at once what came; looking into its directories loses nothing."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vedette_gateway.logs import Log
from vedette_gateway.ports.logfile import LogFollower
from vedette_gateway.ways.folder import Folder
from vedette_gateway.ways.positions import Positions
from vedette_gateway.ways.settings import Vsftpd

_TURN_S = 0.5
_LISTED_MAX = 10_000
_STRANGERS_MAX = 100
# Quotes in names are not escaped; a name cannot end the line, which has its own end. The times
# in it are not used: they are local or not, as vsftpd's settings have it.
_LINE = re.compile(
    rb"^[^\[]*(?:\[pid \d+\] )?\[(?P<user>[^\]]*)\] (?P<status>OK|FAIL) (?P<what>UPLOAD|RENAME): "
    rb'Client "[^"]*", "(?P<path>.*)"(?:, \d+ bytes)?(?:, [\d.]+Kbyte/sec)?\r?$'
)


@dataclass(frozen=True)
class Upload:
    """A line of the log that is about files; `path` as vsftpd wrote it."""

    user: str
    is_upload: bool
    is_ok: bool
    path: bytes


def parse_line(line: bytes) -> Upload | None:
    found = _LINE.match(line)
    if found is None:
        return None
    user = found["user"].decode("utf-8", "replace")
    return Upload(user, found["what"] == b"UPLOAD", found["status"] == b"OK", found["path"])


def confine(path: bytes) -> PurePosixPath:
    """The path below the account's directory, wherever `..` wants to lead."""
    parts: list[str] = []
    for part in path.decode("utf-8", "surrogateescape").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return PurePosixPath(*parts)


def show(name: str) -> str:
    """What vsftpd writes of a name: every byte that is not plain becomes a question mark."""
    raw = name.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if 32 <= byte < 127 else "?" for byte in raw)


class VsftpdLog:
    """Drives the folders of vsftpd's accounts; runs in one thread."""

    def __init__(
        self,
        settings: Vsftpd,
        folders: Sequence[Folder],
        positions: Positions,
        log: Log,
    ) -> None:
        self._folders = folders
        self._by_user = {
            user: folder
            for each, folder in zip(settings.directories, folders, strict=True)
            for user in each.users
        }
        self._positions = positions
        self._name = f"vsftpd:{settings.log}"
        self._follower = LogFollower(settings.log, positions.find(self._name))
        self._log = log
        self._strangers: set[str] = set()

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            self.turn(stopping)
            stopping.wait(_TURN_S)

    def turn(self, stopping: threading.Event) -> None:
        """Read what is new, take what is ready, then remember how far the log was read."""
        before = self._follower.position
        try:
            for line in self._follower.read():
                self._note(line)
        except OSError as error:
            self._note_trouble(error)
        if self._follower.has_gap:
            self._follower.has_gap = False
            for folder in self._folders:
                folder.scan_soon()
        for folder in self._folders:
            folder.tend(stopping.is_set)
        position = self._follower.position
        if position != before:
            self._positions.keep(self._name, position)

    def _note(self, line: bytes) -> None:
        upload = parse_line(line)
        if upload is None:
            return
        folder = self._by_user.get(upload.user)
        if folder is None:
            self._note_stranger(upload.user)
        elif not any(self._find(folder, path, upload.is_ok) for path in _list_paths(upload)):
            folder.scan_soon()

    def _find(self, folder: Folder, path: bytes, is_finished: bool) -> bool:
        """Whether the log's path leads to a file or files, of which the folder now knows."""
        inside = confine(path)
        shown_root = bytes(folder.root) + b"/"
        if path.startswith(shown_root):
            # An account that is not in a jail has paths from the root of the computer.
            inside = confine(path.removeprefix(shown_root))
        found = _match(folder.root, inside) if inside.name else []
        for each in found:
            folder.note(each, is_finished=is_finished)
        return bool(found)

    def _note_stranger(self, user: str) -> None:
        if user not in self._strangers and len(self._strangers) < _STRANGERS_MAX:
            self._strangers.add(user)
            self._log.warning("vsftpd account without a directory", user=user)

    def _note_trouble(self, error: OSError) -> None:
        text = f"{error.filename}: {error.strerror}"
        if text not in self._strangers:
            self._strangers.add(text)
            self._log.error("vsftpd log cannot be read", why=text)


def _list_paths(upload: Upload) -> list[bytes]:
    if upload.is_upload:
        return [upload.path]
    # The old name and the new one, with a space between them as there may be in either.
    return [upload.path[found.end() - 1 :] for found in re.finditer(rb" /", upload.path)]


def _match(root: Path, path: PurePosixPath) -> list[PurePosixPath]:
    """The files that vsftpd may have meant; a name with question marks may be any of several."""
    if (root / path).is_file():
        return [path]
    if "?" not in path.name or "?" in str(path.parent):
        return []
    try:
        names = [each.name for each in (root / path.parent).iterdir()][:_LISTED_MAX]
    except OSError:
        return []
    return [path.parent / name for name in names if show(name) == path.name]
