"""The spool on disk: where files lie in which state, and how they get there durably."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vedette_gateway.errors import Unavailable


def sync_file(path: Path) -> None:
    _sync(path, os.O_RDONLY)


def sync_directory(path: Path) -> None:
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def publish(part: Path, whole: Path) -> None:
    """Give a finished file its name; the caller makes the directory durable."""
    sync_file(part)
    part.replace(whole)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Held:
    """A file of a camera in the spool; its folder is named after its receipt."""

    camera: str
    receipt: str
    path: Path


class Spool:
    """One directory tree, owned by one gateway process.

    incoming/<camera>/...            what the camera sees: hard links to the files below
    held/<camera>/<receipt>/<name>   every file from its first byte until it is confirmed
    rendered/<receipt>/              what was made of it
    set_aside/<camera>/<receipt>/    files that did not become clips, kept for a person to look at
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.held = root / "held"
        self.rendered = root / "rendered"
        self.aside = root / "set_aside"
        self.journal = root / "journal.sqlite3"
        self._lock: int | None = None

    def open(self, cameras: Iterator[str] | list[str]) -> None:
        """Make the directories and take the spool for this process.

        Raises Unavailable when another gateway has it, or the file system cannot be used.
        """
        for camera in cameras:
            for branch in (self.incoming, self.held, self.aside):
                (branch / camera).mkdir(parents=True, exist_ok=True)
        self.rendered.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(f"another gateway uses the spool {self.root}") from None
        self._check_links()

    def begin(self, camera: str, receipt: str, name: str) -> Path:
        """The path of a new file, which does not exist yet; its folder does."""
        folder = self.held / camera / receipt
        folder.mkdir()
        return folder / name

    def show(self, held: Path, visible: Path) -> None:
        """Let the camera see the file under the name it chose."""
        visible.parent.mkdir(parents=True, exist_ok=True)
        visible.unlink(missing_ok=True)
        visible.hardlink_to(held)

    def secure(self, held: Path) -> None:
        """Make a file that arrived durable, with the directories that lead to it."""
        sync_file(held)
        sync_directory(held.parent)
        sync_directory(held.parent.parent)

    def locate(self, camera: str, receipt: str, name: str) -> Path:
        """Where a file that arrived lies until it is confirmed or set aside."""
        return self.held / camera / receipt / name

    def list_held(self) -> Iterator[Held]:
        """Every receipt's folder, with its file; an empty folder's path is the folder."""
        for camera in sorted(self.held.iterdir()):
            for folder in sorted(camera.iterdir()):
                file = next(folder.iterdir(), folder)
                yield Held(camera.name, folder.name, file)

    def hide(self, held: Path, camera: str, source_path: str) -> None:
        """Take the camera's names of this file away; newer files of the same name stay."""
        jail = self.incoming / camera
        try:
            known = held.stat()
        except FileNotFoundError:
            return
        visible = jail / source_path
        if _is_same(visible, known):
            visible.unlink(missing_ok=True)
        # Renamed while nobody was looking: only then is it worth searching the jail.
        while held.stat().st_nlink > 1:
            other = self.find_visible(held, camera)
            if other is None:
                return
            (jail / other).unlink(missing_ok=True)

    def find_visible(self, held: Path, camera: str) -> str | None:
        """Where the camera sees this file, relative to its jail."""
        jail = self.incoming / camera
        known = held.stat()
        if known.st_nlink < 2:
            return None
        found = (path for path in jail.rglob("*") if _is_same(path, known))
        visible = next(found, None)
        return None if visible is None else str(visible.relative_to(jail))

    def drop(self, camera: str, receipt: str) -> None:
        """Forget a confirmed file, or one that never had a byte; the held folder goes last."""
        self.drop_rendered(receipt)
        shutil.rmtree(self.held / camera / receipt, ignore_errors=True)

    def drop_rendered(self, receipt: str) -> None:
        shutil.rmtree(self.rendered / receipt, ignore_errors=True)

    def keep_aside(self, camera: str, receipt: str) -> None:
        self.drop_rendered(receipt)
        folder = self.held / camera / receipt
        if folder.is_dir():
            folder.replace(self.aside / camera / receipt)

    def list_rendered(self) -> list[str]:
        return sorted(folder.name for folder in self.rendered.iterdir())

    def prune(self, older_than: float) -> None:
        """Remove the camera's own empty directories, unchanged since `older_than` (epoch s)."""
        for camera in self.incoming.iterdir():
            for folder, _, _ in os.walk(camera, topdown=False):
                path = Path(folder)
                if path != camera and path.stat().st_mtime < older_than:
                    _remove_empty(path)

    def count_free_bytes(self) -> int:
        return shutil.disk_usage(self.root).free

    def _check_links(self) -> None:
        probe, link = self.rendered / ".probe", self.rendered / ".probe-link"
        try:
            probe.write_bytes(b"")
            link.unlink(missing_ok=True)
            link.hardlink_to(probe)
        except OSError as error:
            raise Unavailable(f"the spool {self.root} cannot be used: {error.strerror}") from None
        finally:
            link.unlink(missing_ok=True)
            probe.unlink(missing_ok=True)


def _is_same(path: Path, known: os.stat_result) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (known.st_dev, known.st_ino)


def _remove_empty(path: Path) -> None:
    try:
        path.rmdir()
    except OSError:
        return
