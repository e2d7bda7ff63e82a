"""The process is killed, -9, at every transition of the journal; nothing is lost or doubled.

Where: a trigger, put into the journal from outside, keeps the one statement that would write the
transition busy for ever. All work for it is done in the world, and nothing of it is written down.
"""

import contextlib
import ftplib
import random
import socket
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import vary, watch
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.media import Colour

_MOMENTS = {
    "received": "BEFORE INSERT ON receipts",
    "admitted": "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'admitted'",
    "rendered": "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'rendered'",
    "thumb stored": "BEFORE UPDATE OF answer ON objects WHEN NEW.rendition = 'thumb'",
    "original stored": "BEFORE UPDATE OF answer ON objects WHEN NEW.rendition = 'original'",
    "uploaded": "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'uploaded'",
    "confirmed": "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'confirmed'",
}


@pytest.mark.parametrize("moment", _MOMENTS)
def test_killed_while_it_writes_a_transition(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path, moment: str
) -> None:
    hold_up(gateway, _MOMENTS[moment])
    gateway.upload(clip, "a.mkv")
    kill_when_stuck(gateway)
    check_one_clip(gateway, bucket, tmp_path)


def test_killed_while_it_sets_a_file_aside(gateway: RunningGateway, bucket: Bucket) -> None:
    page = b"<html>" * 99
    hold_up(gateway, "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'set_aside'")
    gateway.upload(page, "page.mkv")
    kill_when_stuck(gateway)
    wait_for(lambda: gateway.count("set_aside") == 1)
    (kept,) = gateway.list_files()
    assert (gateway.spool / kept).read_bytes() == page
    assert (gateway.count("received"), bucket.list_keys()) == (1, [])


def test_killed_while_it_writes_down_that_a_file_came_again(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    hold_up(gateway, "BEFORE UPDATE OF state ON receipts WHEN NEW.state = 'duplicate'")
    gateway.upload(clip, "a.mkv")
    kill_when_stuck(gateway)
    wait_for(lambda: gateway.count("duplicates") == 1)
    check_one_clip(gateway, bucket, tmp_path, received=2)


def test_killed_between_put_and_answer(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    with bucket.hold():
        gateway.upload(clip, "a.mkv")
        wait_for(bucket.list_keys)
        gateway.kill()
    gateway.start()
    check_one_clip(gateway, bucket, tmp_path)


def test_killed_while_the_last_files_are_deleted(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    # What a kill between "confirmed" and the deletion leaves: the files and their names.
    bucket.answer_with = 503
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.query("SELECT count(*) FROM receipts WHERE state = 'rendered'") == [1])
    gateway.kill()
    run_script(gateway, "UPDATE receipts SET state = 'confirmed'; UPDATE objects SET answer = '';")
    assert len(gateway.list_files()) == 4
    gateway.start()
    wait_for(lambda: gateway.list_files() == [])
    assert gateway.count("received") == gateway.count("confirmed") == 1


def test_a_damaged_rendition_is_made_again(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    bucket.answer_with = 503
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.query("SELECT count(*) FROM receipts WHERE state = 'rendered'") == [1])
    gateway.kill()
    for rendition in (gateway.spool / "rendered").glob("*/*"):
        rendition.unlink()
    bucket.answer_with = None
    gateway.start()
    check_one_clip(gateway, bucket, tmp_path)


def test_killed_in_the_middle_of_an_upload_the_camera_repeats(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    data = clip.read_bytes()
    with contextlib.closing(gateway.login()) as ftp, begin_upload(ftp, "a.mkv") as connection:
        connection.sendall(data[: len(data) // 2])
        wait_for(lambda: find_held_bytes(gateway) == len(data) // 2)
        gateway.kill()
    gateway.start()
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("set_aside") == 1)
    check_one_clip(gateway, bucket, tmp_path, received=2)


def test_killed_after_the_last_byte_but_before_the_answer_the_camera_repeats(
    gateway: RunningGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    data = clip.read_bytes()
    with contextlib.closing(gateway.login()) as ftp, begin_upload(ftp, "a.mkv") as connection:
        connection.sendall(data)
        wait_for(lambda: find_held_bytes(gateway) == len(data))
        gateway.kill()
    gateway.start()
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("duplicates") == 1)
    check_one_clip(gateway, bucket, tmp_path, received=2)


def test_killed_again_and_again_under_load(start: StartGateway, bucket: Bucket, clip: Path) -> None:
    chance = random.Random(20261121)
    gateway = start(Plan(cameras=("porch", "yard", "shed")))
    names = [f"clip-{number}.mkv" for number in range(18)]

    def send(camera: str, mine: list[str]) -> None:
        for name in mine:
            while True:
                # As cameras do: again until somebody says 226.
                with contextlib.suppress(OSError, EOFError, ftplib.Error):
                    gateway.upload(vary(clip, names.index(name)), name, camera)
                    break
                time.sleep(0.05)

    senders = [
        threading.Thread(target=send, args=(camera, names[number::3]))
        for number, camera in enumerate(gateway.plan.cameras)
    ]
    for sender in senders:
        sender.start()
    for _ in range(5):
        time.sleep(chance.uniform(0.1, 0.6))
        gateway.kill()
        gateway.start()
    for sender in senders:
        sender.join(60)
        assert not sender.is_alive()
    wait_for(lambda: gateway.count("waiting") == 0 and gateway.count("confirmed") >= 18, 40)

    found = {name: {each.clip_id for each in bucket.find(name)} for name in names}
    assert {name: len(clips) for name, clips in found.items()} == dict.fromkeys(names, 1)
    assert len(bucket.list_keys()) == 36
    clips = gateway.status()["clips"]
    assert clips["received"] == clips["confirmed"] + clips["set_aside"] + clips["duplicates"]


def check_one_clip(
    gateway: RunningGateway, bucket: Bucket, folder: Path, received: int = 1
) -> None:
    """Exactly one whole clip is in the cloud, and nothing of it on disk."""
    wait_for(lambda: gateway.count("confirmed") == 1 and gateway.count("waiting") == 0)
    assert gateway.count("received") == received
    original, thumb = (bucket.fetch(key) for key in bucket.list_keys())
    assert original.clip_id == thumb.clip_id
    assert original.fields["source_name"] == "a.mkv"
    played = watch(bucket.save(original.key, folder / "played.mp4"))
    assert (played.frames, played.colour) == (20, Colour.RED)
    assert watch(bucket.save(thumb.key, folder / "thumb.jpg")).colour == Colour.RED
    wait_for(lambda: [name for name in gateway.list_files() if "set_aside" not in name] == [])


def hold_up(gateway: RunningGateway, moment: str) -> None:
    """The statement that would write this takes for ever."""
    run_script(
        gateway,
        "CREATE VIEW forever AS WITH RECURSIVE numbers (n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers;",
        "CREATE TRIGGER stuck",
        moment,
        "BEGIN SELECT count(*) FROM forever; END;",
    )


def kill_when_stuck(gateway: RunningGateway) -> None:
    """And start it again, no longer held up."""
    wait_for(lambda: is_stuck(gateway))
    gateway.kill()
    run_script(gateway, "DROP TRIGGER stuck; DROP VIEW forever;")
    gateway.start()


def run_script(gateway: RunningGateway, *script: str) -> None:
    rows = sqlite3.connect(gateway.spool / "journal.sqlite3", timeout=10)
    rows.executescript(" ".join(script))
    rows.commit()
    rows.close()


def is_stuck(gateway: RunningGateway) -> bool:
    """Whether the gateway has been inside one transaction for a third of a second."""
    for _ in range(10):
        rows = sqlite3.connect(gateway.spool / "journal.sqlite3", timeout=0, isolation_level=None)
        try:
            rows.execute("BEGIN IMMEDIATE")
            rows.execute("ROLLBACK")
            return False
        except sqlite3.OperationalError:
            time.sleep(0.03)
        finally:
            rows.close()
    return True


def begin_upload(ftp: ftplib.FTP, name: str) -> socket.socket:
    ftp.voidcmd("TYPE I")
    return ftp.transfercmd(f"STOR {name}")


def find_held_bytes(gateway: RunningGateway) -> int:
    return sum(path.stat().st_size for path in (gateway.spool / "held").rglob("*.mkv"))
