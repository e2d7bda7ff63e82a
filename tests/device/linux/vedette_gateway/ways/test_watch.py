"""A directory that another program fills, through the real process."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import vary
from tests.device.linux.running import Plan, wait_for

ODD_NAMES = [
    b"with space.mkv",
    b"quote'and\"quotes.mkv",
    b";$(touch x)`touch y`.mkv",
    "gr\u00fc\u00dfe \U0001f98a.mkv".encode(),
    b"-rf --help.mkv",
    b"000DC5D4D0F7(downdown)_1,20160830154350_5219.mkv",
    b"100%s%n.mkv",
    b"a\nb.mkv",
    b"...hidden.mkv",
    b"latin-\xfc\xff.mkv",
    b"x" * 251 + b".mkv",
]


def plan(directory: Path, **settings: object) -> Plan:
    lines = [f"{name} = {toml(value)}" for name, value in settings.items()]
    return Plan(more="\n".join(["[[watch]]", f'directory = "{directory}"', "scan_s = 1.0", *lines]))


def toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def test_files_of_any_name_are_taken_and_stay_where_they_are(
    start: StartGateway, bucket: Bucket, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    before = {path.name for path in Path.cwd().iterdir()}
    for number, name in enumerate(ODD_NAMES):
        Path(os.fsdecode(bytes(directory) + b"/" + name)).write_bytes(vary(clip, number))
    wait_for(lambda: gateway.count("confirmed") == len(ODD_NAMES), 40)
    stored = {str(each.fields["source_name"]) for each in map(bucket.fetch, bucket.list_keys())}
    assert len(stored) == len(ODD_NAMES)
    assert "quote%27and%22quotes.mkv" in stored
    assert sorted(map(os.fsencode, (path.name for path in directory.iterdir()))) == sorted(
        ODD_NAMES
    )
    assert {path.name for path in Path.cwd().iterdir()} == before
    wait_for(lambda: gateway.list_files() == [])


def test_a_whole_file_is_taken_when_its_writer_closes_it(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    config = plan(directory, camera='"porch"', scan_s=600)
    gateway = start(Plan(more=config.more.replace("scan_s = 1.0\n", ""), quiet_s=300))
    wait_for(lambda: gateway.status()["entrances"]["watch"][0]["is_there"])
    data = clip.read_bytes()
    with (directory / "a.mkv").open("wb") as file:
        file.write(data[:2000])
        file.flush()
        wait_for(lambda: gateway.status()["entrances"]["watch"][0]["waiting"] == 1)
        file.write(data[2000:])
        file.flush()
        # Whole by its header, but still open: whoever writes it may not be done.
        time.sleep(1.5)
        assert gateway.count("received") == 0
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_a_growing_file_waits_until_it_is_quiet(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    gateway = start(Plan(more=plan(directory, camera='"porch"').more, quiet_s=1.5))
    data = clip.read_bytes()
    step = len(data) // 6 + 1
    for at in range(0, len(data), step):
        # As by a server that opens the file anew for each block.
        with (directory / "a.mkv").open("ab") as file:
            file.write(data[at : at + step])
        time.sleep(0.4)
        if at + step < len(data):
            assert gateway.count("received") == 0
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 1


def test_a_file_under_a_temporary_name_is_taken_under_its_final_one(
    start: StartGateway, bucket: Bucket, directory: Path, clip: Path
) -> None:
    gateway = start(Plan(more=plan(directory, camera='"porch"').more, quiet_s=3))
    for number, name in enumerate(("clip.mkv.part", ".clip.mkv.Xa81Zk")):
        (directory / name).write_bytes(vary(clip, number))
        time.sleep(1.2)
        (directory / name).rename(directory / f"final-{number}.mkv")
    wait_for(lambda: gateway.count("confirmed") == 2)
    assert len(bucket.find("final-0.mkv")) == len(bucket.find("final-1.mkv"))
    assert gateway.count("received") == 2


def test_the_first_folder_is_the_camera(
    start: StartGateway, bucket: Bucket, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, folders='{ "Foscam C1" = "yard" }'))
    data = clip.read_bytes()
    for folder in ("Porch/record", "Foscam C1", "stranger", "."):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    stamps = (1_700_000_000_000_000_000, int(time.time() * 1e9))
    for folder in ("Porch/record", "Foscam C1", "stranger", "."):
        path = directory / folder / "same.mkv"
        path.write_bytes(data)
        # One name in one millisecond.
        os.utime(path, ns=(stamps[1], stamps[1]))
    wait_for(lambda: gateway.count("confirmed") == 2)
    keys = {tuple(each.key.split("/")[1:3]) for each in bucket.find("same.mkv")}
    assert keys == {("home", "porch"), ("home", "yard")}
    report = gateway.status()["entrances"]["watch"][0]
    assert (report["taken"], report["folders_without_camera"]) == (2, 2)
    warned = [line for line in gateway.read_log() if line["event"] == "files of no camera"]
    assert sorted(line["folder"] for line in warned) == ["'same.mkv'", "'stranger'"]


def test_nothing_is_taken_twice_and_nothing_missed_over_restarts(
    start: StartGateway, bucket: Bucket, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    for number in range(3):
        (directory / f"{number}.mkv").write_bytes(vary(clip, number))
    wait_for(lambda: gateway.count("confirmed") == 3)
    gateway.stop()
    (directory / "0.mkv").rename(directory / "renamed.mkv")
    (directory / "late").mkdir()
    (directory / "late/3.mkv").write_bytes(vary(clip, 3))
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 4)
    time.sleep(2.5)
    assert gateway.count("received") == 4
    assert len(bucket.find("3.mkv")) == len(bucket.find("1.mkv"))


def test_killed_again_and_again_every_file_is_taken_exactly_once(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    for number in range(30):
        (directory / f"{number}.mkv").write_bytes(vary(clip, number))
        if number % 6 == 5:
            time.sleep(0.3)
            gateway.kill()
            gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 30, 60)
    assert gateway.count("received") == 30
    wait_for(lambda: gateway.list_files() == [])


def test_a_file_that_was_changed_is_another_file(
    start: StartGateway, directory: Path, clip: Path, still: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    (directory / "snapshot").write_bytes(still.read_bytes())
    wait_for(lambda: gateway.count("confirmed") == 1)
    (directory / "snapshot").write_bytes(clip.read_bytes())
    wait_for(lambda: gateway.count("confirmed") == 2)


def test_a_directory_that_is_unmounted_and_comes_back(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    (directory / "a.mkv").write_bytes(vary(clip, 1))
    wait_for(lambda: gateway.count("confirmed") == 1)
    away = directory.with_name("away")
    directory.rename(away)
    wait_for(lambda: not gateway.status()["entrances"]["watch"][0]["is_there"])
    (away / "b.mkv").write_bytes(vary(clip, 2))
    # As after a mount on another device: other inodes, the same files.
    shutil.copytree(away, directory, copy_function=shutil.copy2)
    wait_for(lambda: gateway.count("confirmed") == 2)
    (directory / "c.mkv").write_bytes(vary(clip, 3))
    wait_for(lambda: gateway.count("confirmed") == 3)
    time.sleep(1.5)
    assert gateway.count("received") == 3


def test_a_directory_that_is_not_there_yet_is_waited_for(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    directory.rmdir()
    gateway = start(plan(directory, camera='"porch"'))
    assert gateway.status()["entrances"]["watch"][0]["is_there"] is False
    directory.mkdir()
    (directory / "a.mkv").write_bytes(clip.read_bytes())
    wait_for(lambda: gateway.count("confirmed") == 1)


def test_links_pipes_and_litter_are_left_alone(
    start: StartGateway, directory: Path, clip: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mkv").write_bytes(vary(clip, 1))
    (directory / "file.mkv").symlink_to(outside / "secret.mkv")
    (directory / "folder").symlink_to(outside)
    os.mkfifo(directory / "pipe.mkv")
    (directory / "Thumbs.db").write_bytes(b"litter")
    gateway = start(plan(directory, camera='"porch"'))
    (directory / "a.mkv").write_bytes(vary(clip, 2))
    wait_for(lambda: gateway.count("confirmed") == 1)
    time.sleep(1.5)
    assert gateway.count("received") == 1


def test_the_source_is_deleted_when_it_is_confirmed_and_not_before(
    start: StartGateway, bucket: Bucket, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"', delete_source=True))
    bucket.answer_with = 503
    (directory / "a.mkv").write_bytes(clip.read_bytes())
    (directory / "again.mkv").write_bytes(clip.read_bytes())
    (directory / "no clip.mkv").write_bytes(b"<html>" * 100)
    wait_for(lambda: gateway.count("duplicates") == gateway.count("set_aside") == 1)
    time.sleep(1.5)
    assert len(list(directory.iterdir())) == 3
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 1, 40)
    wait_for(lambda: [path.name for path in directory.iterdir()] == ["no clip.mkv"])


def test_a_file_that_is_no_clip_is_set_aside_once(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    (directory / "cut.mkv").write_bytes(clip.read_bytes()[:5000])
    (directory / "empty.mkv").write_bytes(b"")
    wait_for(lambda: gateway.count("set_aside") == 2)
    time.sleep(1.5)
    assert gateway.count("received") == 2


def test_nothing_is_taken_while_the_disk_is_nearly_full(
    start: StartGateway, directory: Path, clip: Path
) -> None:
    config = plan(directory, camera='"porch"')
    gateway = start(Plan(more=config.more, min_free_bytes=2**60))
    (directory / "a.mkv").write_bytes(clip.read_bytes())
    wait_for(lambda: gateway.status()["entrances"]["watch"][0]["waiting"] == 1)
    time.sleep(1.5)
    assert gateway.count("received") == 0
    text = gateway.config.read_text("utf-8")
    gateway.stop()
    gateway.config.write_text(text.replace(f"min_free_bytes = {2**60}", "min_free_bytes = 0"))
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1)


@pytest.mark.parametrize("program", ["cp", "mv", "dd"])
def test_files_that_other_programs_bring(
    start: StartGateway, directory: Path, clip: Path, tmp_path: Path, program: str
) -> None:
    gateway = start(plan(directory, camera='"porch"'))
    source = tmp_path / "source.mkv"
    source.write_bytes(clip.read_bytes())
    commands = {
        "cp": ["cp", "-p", str(source), str(directory)],
        "mv": ["mv", str(source), str(directory)],
        "dd": ["dd", f"if={source}", f"of={directory}/source.mkv", "bs=4k", "status=none"],
    }
    subprocess.run(commands[program], check=True)
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert gateway.count("received") == 1
