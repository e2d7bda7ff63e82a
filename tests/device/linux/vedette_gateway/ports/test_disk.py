"""The spool while several threads of a gateway clear it at the same time."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Arrival, Door, Renaming
from vedette_gateway.ports.inventory import Inventory

_ROUNDS = 300


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "spool")
    made.open(["porch"])
    return made


def put(spool: Spool, receipt: str, name: str = "a.mkv") -> Path:
    """A file of the camera, which sees it under another name than it chose."""
    held = spool.begin("porch", receipt, name)
    held.write_bytes(b"clip")
    spool.show(held, spool.incoming / "porch/2026/11" / f"{receipt}.mkv")
    return held


def test_a_file_that_goes_while_the_spool_is_listed_is_passed_over(spool: Spool) -> None:
    for receipt in ("1", "2", "3"):
        put(spool, receipt)
    listing = spool.list_held()
    seen = [next(listing).receipt]
    spool.drop("porch", "2")
    assert seen + [held.receipt for held in listing] == ["1", "3"]


@pytest.mark.parametrize("end", ["drop", "keep_aside", "keep"])
def test_two_threads_that_clear_one_file_away_do_not_disturb_each_other(
    spool: Spool, end: str
) -> None:
    gate = threading.Barrier(2)
    trouble: list[OSError] = []
    held = [put(spool, str(number)) for number in range(_ROUNDS)]
    dispose: Callable[[str, str], None] = getattr(spool, end)

    def clear() -> None:
        for each in held:
            gate.wait()
            try:
                # As the sweep and an upload do when the clip has been confirmed.
                spool.hide(each, "porch", "renamed meanwhile.mkv")
                dispose("porch", each.parent.name)
            except OSError as error:
                trouble.append(error)

    threads = [threading.Thread(target=clear) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert list(spool.list_held()) == []
    assert list(Inventory(spool).list_strays(float("inf"))) == []


def test_an_upload_that_begins_is_never_taken_for_an_empty_folder(spool: Spool) -> None:
    delivered: list[Arrival | Renaming] = []
    watched = Watched(spool.root)
    door = Door(watched, delivered.append, lambda: True)
    watched.is_writing = door.is_writing
    with door.begin(spool.incoming / "porch/a.mkv") as file:
        file.write(b"clip")
        held = Path(str(file.name))
        # What a sweep may do that looked before there was a file.
        spool.drop_empty("porch", held.parent.name)
    assert watched.begun == [(held.parent.name, True)]
    assert held.read_bytes() == b"clip"
    door.finish(held, is_acknowledged=True)
    assert [type(each) for each in delivered] == [Arrival]


def test_an_upload_that_cannot_begin_leaves_nothing(spool: Spool) -> None:
    watched = Watched(spool.root)
    delivered: list[Arrival | Renaming] = []
    door = Door(watched, delivered.append, lambda: True)
    (spool.incoming / "porch/file").write_bytes(b"")
    with pytest.raises(FileExistsError):
        door.begin(spool.incoming / "porch/file/a.mkv")
    ((receipt, _),) = watched.begun
    assert list(spool.list_held()) == []
    assert not door.is_writing(receipt)


class Watched(Spool):
    """Remembers which receipts began, and whether they were known to be written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.begun: list[tuple[str, bool]] = []
        self.is_writing: Callable[[str], bool] = bool

    def begin(self, camera: str, receipt: str, name: str) -> Path:
        self.begun.append((receipt, self.is_writing(receipt)))
        return super().begin(camera, receipt, name)
