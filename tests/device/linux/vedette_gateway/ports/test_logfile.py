"""A log that rotates, shrinks and is cut in the middle of lines, as logrotate and admins do it."""

import os
import shutil
from pathlib import Path

import pytest
from vedette_gateway.ports.logfile import LogFollower


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "vsftpd.log"
    path.write_bytes(b"old 1\nold 2\n")
    return path


def follow(log: Path) -> LogFollower:
    follower = LogFollower(log, None)
    assert list(follower.read()) == []
    return follower


def add(log: Path, text: bytes) -> None:
    with log.open("ab") as file:
        file.write(text)


def test_only_what_is_added_is_read_and_only_whole_lines(log: Path) -> None:
    follower = follow(log)
    add(log, b"one\ntw")
    assert list(follower.read()) == [b"one"]
    assert list(follower.read()) == []
    add(log, b"o\nthree\n")
    assert list(follower.read()) == [b"two", b"three"]
    assert not follower.has_gap


def test_a_log_that_appears_later_is_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "none" / "vsftpd.log"
    follower = LogFollower(log, None)
    assert list(follower.read()) == []
    log.parent.mkdir()
    assert list(follower.read()) == []
    follower = LogFollower(log, follower.position)
    log.write_bytes(b"")
    assert list(follower.read()) == []
    add(log, b"one\n")
    assert list(follower.read()) == [b"one"]


def test_the_position_survives_a_restart(log: Path) -> None:
    follower = follow(log)
    add(log, b"one\ntw")
    assert list(follower.read()) == [b"one"]
    again = LogFollower(log, follower.position)
    add(log, b"o\n")
    assert list(again.read()) == [b"two"]
    assert list(LogFollower(log, "not a position").read()) == []


@pytest.mark.parametrize("is_restarted", [True, False])
def test_rotation_by_renaming_loses_no_line_of_either_file(
    log: Path, *, is_restarted: bool
) -> None:
    follower = follow(log)
    add(log, b"one\n")
    assert list(follower.read()) == [b"one"]
    add(log, b"two\n")
    rotated = log.with_name("vsftpd.log.1")
    log.rename(rotated)
    add(log, b"three\n")
    if is_restarted:
        follower = LogFollower(log, follower.position)
    # A session that began before goes on writing into the file it has open.
    assert list(follower.read()) == [b"two", b"three"]
    add(rotated, b"four\n")
    add(log, b"five\n")
    assert list(follower.read()) == [b"four", b"five"]
    assert not follower.has_gap


def test_two_rotations_between_two_looks(log: Path) -> None:
    follower = follow(log)
    add(log, b"one\n")
    log.rename(log.with_name("vsftpd.log.2"))
    add(log, b"lost with its file, unless it is seen in time\n")
    log.rename(log.with_name("vsftpd.log.1"))
    add(log, b"three\n")
    assert list(follower.read()) == [b"one", b"three"]


def test_copytruncate_is_noticed_as_a_gap_and_read_from_the_beginning(log: Path) -> None:
    follower = follow(log)
    add(log, b"one\n")
    assert list(follower.read()) == [b"one"]
    add(log, b"two\n")
    shutil.copy(log, log.with_name("vsftpd.log.1"))
    os.truncate(log, 0)
    add(log, b"three\n")
    assert list(follower.read()) == [b"three"]
    assert follower.has_gap


def test_a_log_that_was_truncated_and_grew_past_where_it_was_is_noticed_too(log: Path) -> None:
    follower = follow(log)
    os.truncate(log, 0)
    add(log, b"quite another line than before\nand one more\n")
    assert list(follower.read()) == [b"quite another line than before", b"and one more"]
    assert follower.has_gap


def test_a_new_log_in_the_place_of_the_old_one_is_read_from_its_beginning(log: Path) -> None:
    follower = follow(log)
    log.unlink()
    log.write_bytes(b"one of another file\n")
    assert list(follower.read()) == [b"one of another file"]


def test_a_line_without_an_end_does_not_stop_the_reading(log: Path) -> None:
    follower = follow(log)
    add(log, b"x" * (3 << 20) + b"\none\n")
    assert list(follower.read())[-1] == b"one"
