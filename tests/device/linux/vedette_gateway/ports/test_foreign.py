"""Files of other programs: who writes them, whether they are whole, where they lie."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from vedette_gateway.ports import foreign

_NOBODY = 65534


def test_a_file_that_somebody_writes_is_known_to_be_open(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb"), foreign.open_below(tmp_path, PurePosixPath("a")) as descriptor:
        assert foreign.is_open_for_writing(descriptor) is True
    with path.open("rb"), foreign.open_below(tmp_path, PurePosixPath("a")) as descriptor:
        assert foreign.is_open_for_writing(descriptor) is False
    # Looking leaves nothing behind that would hold writers up.
    with path.open("ab") as file:
        file.write(b"x")


def test_of_a_file_of_another_account_it_is_not_known() -> None:
    script = (
        "import os, sys\n"
        "from vedette_gateway.ports import foreign\n"
        f"if os.geteuid() == 0: os.seteuid({_NOBODY})\n"
        "print(foreign.is_open_for_writing(os.open('/etc/passwd', os.O_RDONLY)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "None\n"


@pytest.mark.parametrize("path", ["link/file", "file-link", "../outside/file", "/etc/passwd", "."])
def test_no_path_and_no_link_leads_out(tmp_path: Path, path: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    for folder in (outside, root):
        folder.mkdir()
        (folder / "file").write_bytes(b"x")
    (root / "link").symlink_to(outside)
    (root / "file-link").symlink_to(outside / "file")
    inside = PurePosixPath(path)
    assert foreign.look(root, inside) is None
    with (
        pytest.raises((PermissionError, NotADirectoryError, OSError), match=r"\[Errno"),
        foreign.open_below(root, inside),
    ):
        pass
    assert [str(seen.path) for seen in foreign.walk(root)] == ["file"]
    assert foreign.look(root, PurePosixPath("file")) is not None


def test_a_file_that_changes_while_it_is_copied_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    seen = foreign.look(tmp_path, PurePosixPath("a"))
    assert seen is not None
    assert foreign.copy_below(tmp_path, seen, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mtime_ns == seen.modified_ns
    (tmp_path / "a").write_bytes(b"y" * 101)
    assert not foreign.copy_below(tmp_path, seen, tmp_path / "other")


def test_only_the_file_that_was_seen_is_deleted(tmp_path: Path) -> None:
    path = PurePosixPath("a")
    (tmp_path / "a").write_bytes(b"x")
    seen = foreign.look(tmp_path, path)
    assert seen is not None
    (tmp_path / "a").write_bytes(b"yy")
    assert not foreign.delete_below(tmp_path, path, seen.identity)
    now = foreign.look(tmp_path, path)
    assert now is not None
    assert foreign.delete_below(tmp_path, path, now.identity)
    assert foreign.delete_below(tmp_path, path, now.identity)
    assert not (tmp_path / "a").exists()


def test_a_file_without_an_end_is_not_whole(tmp_path: Path, clip: Path, still: Path) -> None:
    for number, data in enumerate((clip.read_bytes(), still.read_bytes())):
        for name, body in ((f"whole{number}", data), (f"cut{number}", data[:-100])):
            (tmp_path / name).write_bytes(body)
            with foreign.open_below(tmp_path, PurePosixPath(name)) as descriptor:
                assert foreign.is_provably_whole(descriptor) == name.startswith("whole")
    descriptor = os.open("/dev/null", os.O_RDONLY)
    assert not foreign.is_provably_whole(descriptor)
    os.close(descriptor)
