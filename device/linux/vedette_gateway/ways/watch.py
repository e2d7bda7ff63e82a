"""Watch mode: a directory that an FTP or Samba server, or a copying program, fills."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from watchfiles import Change, watch

from vedette_gateway.logs import Log
from vedette_gateway.ways.folder import Folder

_TURN_MS = 500
_STEP_MS = 50


class Watcher:
    """Drives one folder: by what the kernel tells, and by looking from time to time.

    A directory that is not there (unmounted, not mounted yet) is waited for.
    """

    def __init__(self, folder: Folder, log: Log) -> None:
        self._folder = folder
        self._log = log
        self._was_there: bool | None = None

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            self._tell()
            for changes in self._follow(stopping):
                self._note(changes)
                self._folder.tend(stopping.is_set)

    def _follow(self, stopping: threading.Event) -> Iterator[Iterable[str]]:
        """Changed paths, at least an empty turn every half a second, until the directory goes."""
        root = self._folder.root
        began = _identify(root)
        try:
            if began is not None:
                for changes in _watch(root, stopping):
                    yield changes
                    if _identify(root) != began:
                        return
        except RuntimeError:
            # A name that is not UTF-8, of which the library has no way to tell.
            self._folder.scan_soon()
        except OSError as error:
            # No more inotify watches, or a file system without them: then looking has to do.
            self._log.warning("directory not watched", directory=str(root), why=str(error)[:200])
            while _identify(root) == began and not stopping.wait(_TURN_MS / 1000):
                yield ()
        yield ()
        stopping.wait(_TURN_MS / 1000)

    def _note(self, changes: Iterable[str]) -> None:
        for path in changes:
            self._folder.note(PurePosixPath(path))

    def _tell(self) -> None:
        is_there = self._folder.is_there()
        if is_there == self._was_there:
            return
        where = str(self._folder.root)
        if is_there:
            self._log.info("directory watched", directory=where)
        else:
            self._log.warning("directory is not there", directory=where)
        self._was_there = is_there


def _watch(root: Path, stopping: threading.Event) -> Iterator[list[str]]:
    turns = watch(
        root,
        watch_filter=None,
        step=_STEP_MS,
        debounce=_TURN_MS,
        rust_timeout=_TURN_MS,
        yield_on_timeout=True,
        stop_event=stopping,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    for changes in turns:
        yield [
            str(PurePosixPath(path).relative_to(root))
            for change, path in changes
            if change is not Change.deleted and PurePosixPath(path).is_relative_to(root)
        ]


def _identify(root: Path) -> tuple[int, int] | None:
    try:
        seen = root.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino
