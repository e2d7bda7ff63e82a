"""Bytes by day and purpose, compared with what the kernel counted on the interface."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import Plan, wait_for

ROOT = Path(__file__).parents[5]


def test_bytes_counted_are_within_two_percent_of_the_interface(still: Path, tmp_path: Path) -> None:
    command = ["unshare", "--net", sys.executable, "-m", "tests.device.linux.alone"]
    done = subprocess.run(
        [*command, str(tmp_path), str(still)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"only root can make a network: {done.stderr[-2000:]}"
    seen = json.loads(done.stdout.splitlines()[-1])
    assert sum(seen["counted"].values()) == pytest.approx(seen["interface"], rel=0.02)
    # Payload is exact; only what is around it is estimated.
    assert seen["counted"]["original"] == sum(seen["sizes"])
    assert seen["counted"]["overhead"] < 0.03 * seen["interface"]


def test_the_status_shows_bytes_by_day_and_purpose(start: StartGateway, still: Path) -> None:
    gateway = start(Plan(more=""))
    gateway.upload(still, "a.jpg")
    wait_for(lambda: gateway.count("confirmed") == 1)
    (day,) = wait_for(lambda: gateway.status()["upload"]["traffic"].values())
    assert day["original"] == still.stat().st_size
    assert day["total"] == day["original"] + day["thumb"] + day["overhead"]
    gateway.kill()
    gateway.start()
    assert gateway.status()["upload"]["traffic"]
