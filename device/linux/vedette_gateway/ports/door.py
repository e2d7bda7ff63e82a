"""Where uploads come in: every one is a file of its own, whatever name the camera gives it."""

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
_TEMPORARY = (".part", ".tmp", ".temp", ".filepart", ".partial", ".uploading")
_RECENT_MAX = 4096


@dataclass(frozen=True)
class Arrival:
    """A file of a camera is complete as far as the camera says.

    `source_path` is where the camera sees it, relative to its jail.
    """

    camera: str
    receipt: str
    path: Path
    source_path: str
    is_acknowledged: bool


@dataclass(frozen=True)
class Renaming:
    """The camera renamed a file that had arrived."""

    receipt: str
    source_path: str


class WholeFile(FileIO):
    """Every byte is in the file when `write` returns, or it raises OSError: nothing is left for
    `close` to fail on."""

    def write(self, data: "Buffer", /) -> int:
        left = memoryview(data).cast("B")
        while left:
            left = left[super().write(left) :]
        return memoryview(data).nbytes


class Door:
    """Every upload is a new file in the spool; the name the camera chose only links to it.

    So no upload can overwrite another, and the jail can be renamed and overwritten at will. Used
    by the FTP thread; `is_writing` by any.
    """

    def __init__(self, spool: Spool, deliver: Callable[[Arrival | Renaming], None]) -> None:
        self._spool = spool
        self._deliver = deliver
        self._writing: dict[str, Path] = {}
        self._recent: OrderedDict[Path, tuple[Path, bool]] = OrderedDict()

    def is_writing(self, receipt: str) -> bool:
        return receipt in self._writing

    def begin(self, visible: Path) -> FileIO:
        """A new, empty file under this name; the file's `name` is its place in the spool."""
        if visible.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        receipt = str(ULID())
        held = self._spool.begin(self._camera_of(visible), receipt, visible.name)
        try:
            file = WholeFile(held, "x")
            self._spool.show(held, visible)
        except OSError:
            self._spool.drop(self._camera_of(visible), receipt)
            raise
        self._writing[receipt] = visible
        return file

    def resume(self, visible: Path, mode: str) -> FileIO:
        """Go on with a file the camera sent in part: a new file that starts with those bytes."""
        with visible.open("rb") as before, self.begin(visible) as file:
            while block := before.read(1 << 20):
                file.write(block)
            held = Path(file.name)
        return WholeFile(held, mode)

    def finish(self, held: Path) -> None:
        """The camera was told that the file arrived."""
        receipt = held.parent.name
        visible = self._writing.pop(receipt, None)
        if visible is None:
            return
        is_temporary = visible.name.lower().endswith(_TEMPORARY)
        self._remember(visible, held, is_delivered=not is_temporary)
        if not is_temporary:
            self._arrive(held, visible)

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
            self._arrive(held, target)

    def _arrive(self, held: Path, visible: Path) -> None:
        self._deliver(
            Arrival(
                camera=self._camera_of(visible),
                receipt=held.parent.name,
                path=held,
                source_path=self._path_in_jail(visible),
                is_acknowledged=True,
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
