"""Where uploads come in: every one is a file of its own, whatever name the camera gives it."""

import errno
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from ulid import ULID

from vedette_gateway.ports.disk import Spool

if TYPE_CHECKING:
    from typing_extensions import Buffer

# Names under which cameras upload before they rename; such a file waits for its new name.
TEMPORARY = (".part", ".tmp", ".temp", ".filepart", ".partial", ".uploading")
_RECENT_MAX = 1024
# As much as a camera may take of what the journal needs before it is noticed.
_CHECK_EVERY_BYTES = 256 * 1024


@dataclass(frozen=True)
class Arrival:
    """A file of a camera is complete as far as the camera says.

    `source_path` is where the camera sees it, relative to its jail. `is_acknowledged` says that
    the camera was told so.
    """

    camera: str
    receipt: str
    path: Path
    source_path: str
    is_acknowledged: bool
    is_durable: bool


@dataclass(frozen=True)
class Renaming:
    """The camera renamed a file that had arrived."""

    receipt: str
    source_path: str


class WholeFile(FileIO):
    """Every byte is in the file when `write` returns, or it raises OSError: nothing is left for
    `close` to fail on. Once `has_spare` says no, the disk counts as full."""

    def __init__(self, path: Path, mode: str, has_spare: Callable[[], bool]) -> None:
        super().__init__(path, mode)
        self._has_spare = has_spare
        self._unchecked_bytes = 0

    def write(self, data: "Buffer", /) -> int:
        size = memoryview(data).nbytes
        self._unchecked_bytes += size
        if self._unchecked_bytes >= _CHECK_EVERY_BYTES:
            self._unchecked_bytes = 0
            if not self._has_spare():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = memoryview(data).cast("B")
        while left:
            left = left[super().write(left) :]
        return size


class Door:
    """Every upload is a new file in the spool; the name the camera chose only links to it.

    So no upload can overwrite another, and the jail can be renamed and overwritten at will. Used
    by the FTP thread; `is_writing` by any.
    """

    def __init__(
        self,
        spool: Spool,
        deliver: Callable[[Arrival | Renaming], None],
        has_spare: Callable[[], bool],
    ) -> None:
        self._spool = spool
        self._has_spare = has_spare
        self._deliver = deliver
        self._writing: dict[str, Path] = {}
        self._recent: OrderedDict[Path, tuple[Path, bool]] = OrderedDict()

    def is_writing(self, receipt: str) -> bool:
        return receipt in self._writing

    def begin(self, visible: Path) -> FileIO:
        """A new, empty file under this name; the file's `name` is its place in the spool."""
        if visible.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        camera, receipt = self._camera_of(visible), str(ULID())
        # Before there is anything that could be taken for left behind.
        self._writing[receipt] = visible
        try:
            held = self._spool.begin(camera, receipt, visible.name)
            file = WholeFile(held, "x", self._has_spare)
            self._spool.show(held, visible)
        except OSError:
            self._give_up(receipt, camera)
            raise
        return file

    def resume(self, visible: Path, mode: str) -> FileIO:
        """Go on with a file the camera sent in part: a new file that starts with those bytes."""
        with visible.open("rb") as before, self.begin(visible) as file:
            held = Path(file.name)
            try:
                while block := before.read(1 << 20):
                    file.write(block)
            except OSError:
                self._give_up(held.parent.name, self._camera_of(visible))
                raise
        return WholeFile(held, mode, self._has_spare)

    def finish(self, held: Path, *, is_acknowledged: bool) -> None:
        """The file is durable; `is_acknowledged` says that the camera is told."""
        receipt = held.parent.name
        visible = self._writing.pop(receipt, None)
        if visible is None:
            return
        is_temporary = visible.name.lower().endswith(TEMPORARY)
        self._remember(visible, held, is_delivered=not is_temporary)
        if not is_temporary:
            self._arrive(held, visible, is_acknowledged=is_acknowledged)

    def abandon(self, held: Path) -> None:
        """The upload broke off; what came of it is looked at when it has been quiet for a while."""
        receipt = held.parent.name
        visible = self._writing.get(receipt)
        if visible is not None and not _count_bytes(held):
            self._spool.hide(held, self._camera_of(visible), self._path_in_jail(visible))
            self._spool.drop(self._camera_of(visible), receipt)
        self._writing.pop(receipt, None)

    def rename(self, source: Path, target: Path) -> None:
        source.replace(target)
        held, is_delivered = self._recent.pop(source, (None, False))
        if held is None:
            return
        self._remember(target, held, is_delivered=True)
        if is_delivered:
            self._deliver(Renaming(held.parent.name, self._path_in_jail(target)))
        else:
            self._arrive(held, target, is_acknowledged=True)

    def _give_up(self, receipt: str, camera: str) -> None:
        self._spool.drop(camera, receipt)
        self._writing.pop(receipt, None)

    def _arrive(self, held: Path, visible: Path, *, is_acknowledged: bool) -> None:
        self._deliver(
            Arrival(
                camera=self._camera_of(visible),
                receipt=held.parent.name,
                path=held,
                source_path=self._path_in_jail(visible),
                is_acknowledged=is_acknowledged,
                is_durable=True,
            )
        )

    def _remember(self, visible: Path, held: Path, *, is_delivered: bool) -> None:
        self._recent[visible] = (held, is_delivered)
        while len(self._recent) > _RECENT_MAX:
            self._recent.popitem(last=False)

    def _camera_of(self, visible: Path) -> str:
        return visible.relative_to(self._spool.incoming).parts[0]

    def _path_in_jail(self, visible: Path) -> str:
        return str(Path(*visible.relative_to(self._spool.incoming).parts[1:]))


def _count_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
