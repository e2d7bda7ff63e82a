"""The spool on disk: where files lie in which state, and how they get there durably."""

import fcntl
import json
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
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

    Several of its threads may want to clear away the same file at the same time: what one of them
    has done the others find done.

    incoming/<camera>/...            what the camera sees: hard links to the files below
    held/<camera>/<receipt>/<name>   every file from its first byte until it is confirmed
    rendered/<receipt>/              what was made of it
    arriving/<receipt>/              files that are being fetched from elsewhere
    set_aside/<camera>/<receipt>/    files that did not become clips, kept for a person to look at
    kept/<camera>/<receipt>/         confirmed files, where the settings want them kept
    reserve                          room for the journal when the disk is full
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.held = root / "held"
        self.rendered = root / "rendered"
        self.aside = root / "set_aside"
        self.kept = root / "kept"
        self.arriving = root / "arriving"
        self.journal = root / "journal.sqlite3"
        self._lock: int | None = None

    def open(self, cameras: Iterable[str]) -> None:
        """Make the directories and take the spool for this process.

        Raises Unavailable when another gateway has it, or the file system cannot be used.
        """
        # What cameras see is not for everybody on this computer.
        self.root.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.make_jails(cameras)
        self.rendered.mkdir(parents=True, exist_ok=True)
        self.arriving.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(f"another gateway uses the spool {self.root}") from None
        self._check_links()

    def make_jails(self, cameras: Iterable[str]) -> None:
        for camera in cameras:
            for branch in (self.incoming, self.held, self.aside):
                (branch / camera).mkdir(parents=True, exist_ok=True)

    def announce(self, facts: Mapping[str, object]) -> None:
        """Leave word for the commands of whoever may read the spool: which process has it."""
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, json.dumps(facts).encode(), 0)

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

    def has_held(self, camera: str, receipt: str) -> bool:
        return (self.held / camera / receipt).exists()

    def list_held(self, known: Container[str] = ()) -> Iterator[Held]:
        """Folders of receipts that are not known, with their files.

        An empty folder's path is the folder.
        """
        for camera in sorted(self.held.iterdir()):
            unknown = (folder for folder in camera.iterdir() if folder.name not in known)
            for folder in sorted(unknown):
                try:
                    file = next(folder.iterdir(), folder)
                except FileNotFoundError:
                    # Confirmed, and deleted, since it was listed.
                    continue
                yield Held(camera.name, folder.name, file)

    def hide(self, held: Path, camera: str, source_path: str) -> None:
        """Take the camera's names of this file away; newer files of the same name stay."""
        jail = self.incoming / camera
        known = _look_at(held)
        visible = jail / source_path
        if known is not None and _is_same(visible, known):
            visible.unlink(missing_ok=True)
        # Renamed while nobody was looking: only then is it worth searching the jail.
        while (other := self.find_visible(held, camera)) is not None:
            (jail / other).unlink(missing_ok=True)

    def find_visible(self, held: Path, camera: str) -> str | None:
        """Where the camera sees this file, relative to its jail."""
        jail = self.incoming / camera
        known = _look_at(held)
        if known is None or known.st_nlink < 2:
            return None
        # Passes over directories that go meanwhile, as Path.rglob does not.
        for folder, _, names in os.walk(jail):
            for name in names:
                path = Path(folder, name)
                if _is_same(path, known):
                    return str(path.relative_to(jail))
        return None

    def drop(self, camera: str, receipt: str) -> None:
        """Forget a confirmed file, or one that never had a byte; the held folder goes last."""
        self.drop_rendered(receipt)
        shutil.rmtree(self.held / camera / receipt, ignore_errors=True)

    def drop_empty(self, camera: str, receipt: str) -> None:
        """Forget a folder into which no file ever came, unless one comes just now."""
        _remove_empty(self.held / camera / receipt)

    def drop_rendered(self, receipt: str) -> None:
        shutil.rmtree(self.rendered / receipt, ignore_errors=True)

    def keep_aside(self, camera: str, receipt: str) -> None:
        self.drop_rendered(receipt)
        _move(self.held / camera / receipt, self.aside / camera / receipt)

    def stage(self, receipt: str) -> Path:
        """A new folder for one file that is fetched; `bring_in` gives it its place."""
        folder = self.arriving / receipt
        folder.mkdir()
        return folder

    def bring_in(self, camera: str, receipt: str) -> None:
        """Give a fetched file, or one that was set aside, its place among the held."""
        place = self.held / camera / receipt
        places = (self.arriving, self.aside / camera, self.kept / camera)
        for folder in (each / receipt for each in places):
            if folder.is_dir() and not place.exists():
                folder.replace(place)
        sync_directory(place.parent)

    def list_staged(self) -> list[str]:
        return sorted(folder.name for folder in self.arriving.iterdir())

    def drop_staged(self, receipt: str) -> None:
        shutil.rmtree(self.arriving / receipt, ignore_errors=True)

    def keep(self, camera: str, receipt: str) -> None:
        """A confirmed file stays until its room is needed."""
        self.drop_rendered(receipt)
        (self.kept / camera).mkdir(parents=True, exist_ok=True)
        _move(self.held / camera / receipt, self.kept / camera / receipt)

    def has_kept(self, camera: str, receipt: str) -> bool:
        return (self.kept / camera / receipt).is_dir()

    def list_kept(self) -> list[Path]:
        """The folders of kept files, oldest first."""
        return sorted(self.kept.glob("*/*"), key=lambda folder: folder.name)

    def drop_kept(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)

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


def _look_at(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _move(folder: Path, place: Path) -> None:
    try:
        folder.replace(place)
    except FileNotFoundError:
        if folder.exists():
            raise


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
