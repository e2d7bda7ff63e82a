"""`backlog` against a running gateway."""

import contextlib
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.footage import vary
from tests.device.linux.running import COMMAND, Plan, RunningGateway, wait_for


def test_it_says_what_waits_and_why(gateway: RunningGateway, bucket: Bucket, clip: Path) -> None:
    bucket.answer_with = 503
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.status()["upload"]["last_error"])
    value = run_command(gateway.config, "backlog", "--json").json
    assert value["waiting"] == 1
    assert value["oldest_waiting"]["camera"] == "porch"
    assert value["waiting_bytes"]["thumb"] > 0
    drawn = run_command(gateway.config, "backlog").out
    assert "1 file: 1 to be uploaded" in drawn
    assert "Uploads fail, since" in drawn
    assert "cannot be told: uploads fail." in drawn
    bucket.answer_with = None
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert "Nothing waits" in run_command(gateway.config, "backlog").out


def test_it_says_in_local_time_when_it_is_drained(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    hour = datetime.now(UTC).hour
    window = f"{(hour + 12) % 24:02}:00-{(hour + 13) % 24:02}:00"
    upload = f'[upload]\noriginals_at = ["{window}"]'
    gateway = start(Plan(media="sd = false\npreview = false", more=upload))
    text = gateway.config.read_text()
    gateway.stop()
    # Five hours ahead of UTC all the year; the hours of the window are its own.
    zone = 'time_zone = "Asia/Tashkent"\n'
    gateway.config.write_text(zone + text)
    gateway.start()
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.status()["upload"]["drained_at"] and bucket.list_keys())
    drawn = run_command(gateway.config, "backlog").out
    assert f"{(hour + 12) % 24:02}:00 +05, if nothing changes." in drawn
    assert "its hours" in drawn


def test_it_can_be_watched_until_nothing_waits(
    gateway: RunningGateway, bucket: Bucket, clip: Path
) -> None:
    bucket.answer_with = 503
    for number in range(3):
        gateway.upload(vary(clip, number), f"{number}.mkv")
    wait_for(lambda: gateway.query("SELECT count(*) FROM receipts WHERE state = 'rendered'") == [3])
    words = [COMMAND, "backlog", "--follow", "--config", str(gateway.config)]
    screen, terminal = os.openpty()
    with subprocess.Popen(words, stdout=terminal, stderr=terminal) as follower:
        os.close(terminal)
        shown = b""
        while b"uploads fail" not in shown:
            shown += os.read(screen, 4096)
        bucket.answer_with = None
        # The end of what a terminal showed is an error of reading it.
        with contextlib.suppress(OSError):
            while block := os.read(screen, 4096):
                shown += block
    os.close(screen)
    assert follower.returncode == 0
    assert gateway.count("confirmed") == 3
    assert b"nothing waits" in shown
    assert "Nothing waits" in run_command(gateway.config, "backlog", "--follow").out
    assert run_command(gateway.config, "backlog", "--follow", "--json").status == 2
