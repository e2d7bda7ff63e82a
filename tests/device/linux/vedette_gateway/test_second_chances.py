"""Files that are sent again, files that need time, files that do harm, and files tried again."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import Recipe, film, vary
from tests.device.linux.running import Plan, RunningGateway, wait_for
from tests.media import Colour


def check_sum(gateway: RunningGateway) -> None:
    clips = gateway.status()["clips"]
    parts = ("confirmed", "waiting", "set_aside", "duplicates")
    assert clips["received"] == sum(clips[part] for part in parts)
    for camera in gateway.status()["cameras"]:
        assert camera["received"] == sum(camera[part] for part in parts)


def test_a_file_that_is_sent_again_is_counted_and_not_uploaded(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    gateway.upload(clip, "first.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    stored = bucket.list_keys()
    gateway.upload(clip, "first.mkv")
    gateway.upload(clip, "under another name.mkv")
    wait_for(lambda: gateway.count("duplicates") == 2)
    gateway.kill()
    gateway.start()
    gateway.upload(clip, "after a restart.mkv")
    wait_for(lambda: gateway.count("duplicates") == 3)
    assert (gateway.count("received"), gateway.count("confirmed")) == (4, 1)
    assert bucket.list_keys() == stored
    check_sum(gateway)
    wait_for(lambda: gateway.list_files() == [])
    # Another camera's file is its own, whatever is in it.
    gateway.upload(clip, "first.mkv", "yard")
    wait_for(lambda: gateway.count("confirmed") == 2)
    check_sum(gateway)


def test_many_at_once_of_one_content_are_one_clip(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    senders = [
        threading.Thread(target=gateway.upload, args=(clip, f"{number}.mkv")) for number in range(8)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    wait_for(lambda: gateway.count("duplicates") == 7)
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert len({key.split("/")[6] for key in bucket.list_keys()}) == 1
    check_sum(gateway)


def test_a_duplicate_of_what_is_still_waiting_does_not_cost_it_its_file(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    bucket.answer_with = 503
    gateway.upload(clip, "a.mkv")
    gateway.upload(clip, "b.mkv")
    wait_for(lambda: gateway.count("duplicates") == 1)
    gateway.kill()
    bucket.answer_with = None
    gateway.start()
    wait_for(lambda: gateway.count("confirmed") == 1)
    check_sum(gateway)


def test_a_file_whose_format_does_not_say_is_held_and_then_admitted(
    start: StartGateway, tmp_path: Path
) -> None:
    gateway = start(Plan(quiet_s=2))
    began = time.monotonic()
    gateway.upload(film(tmp_path / "a.ts", Colour.BLUE, Recipe("mpegts")), "a.ts")
    held = "SELECT count(*) FROM receipts WHERE state = 'received' AND why IS NOT NULL"
    wait_for(lambda: gateway.query(held) == [1])
    assert gateway.count("waiting") == 1
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert time.monotonic() - began > 2
    check_sum(gateway)


def test_a_poisonous_file_is_set_aside_the_rest_goes_on_and_it_can_be_tried_again(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(media="workers = 1"))

    def stop_worker(how: signal.Signals) -> None:
        converter = gateway.find_converter()
        for worker in gateway.list_workers():
            if worker != converter:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, how)

    def poison() -> bool:
        stop_worker(signal.SIGKILL)
        return gateway.ask_state("poison.mkv") == ["set_aside"]

    stop_worker(signal.SIGSTOP)
    gateway.upload(clip, "poison.mkv")
    wait_for(poison)
    for number in range(3):
        gateway.upload(vary(clip, number), f"good-{number}.mkv")
    wait_for(lambda: gateway.count("confirmed") == 3)
    (row,) = run_command(gateway.config, "set-aside", "list", "--json").json
    assert row["why"] == "media worker: it ended with -9, 2 times"
    assert Path(row["file"]).read_bytes() == clip.read_bytes()
    check_sum(gateway)
    assert run_command(gateway.config, "set-aside", "retry", row["receipt"]).status == 0
    wait_for(lambda: gateway.count("confirmed") == 4)
    assert len({each.clip_id for each in bucket.find("poison.mkv")}) == 1
    check_sum(gateway)
    assert run_command(gateway.config, "set-aside", "retry", row["receipt"]).status == 1


def test_a_file_that_is_no_better_when_it_is_tried_again_is_set_aside_again(
    gateway: RunningGateway, clip: Path
) -> None:
    gateway.upload(clip.read_bytes()[:5000], "cut.mkv")
    wait_for(lambda: gateway.count("set_aside") == 1)
    (row,) = run_command(gateway.config, "set-aside", "list", "--json").json
    assert run_command(gateway.config, "set-aside", "retry", row["receipt"]).status == 0
    wait_for(lambda: len([each for each in gateway.read_log() if is_aside(each)]) == 2)
    assert Path(row["file"]).read_bytes() == clip.read_bytes()[:5000]
    check_sum(gateway)


def is_aside(line: dict[str, object]) -> bool:
    return line["event"] == "file set aside"
