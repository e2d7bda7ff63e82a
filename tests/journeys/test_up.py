"""`vedette-local up` as a program uses it: ready file, clean end, clear refusals."""

import json
import signal
import subprocess
from pathlib import Path

import httpx

from tests.journeys.conftest import (
    COMMAND,
    START_SECONDS,
    STOP_SECONDS,
    Cloud,
    free_port_base,
    is_gone,
    running_cloud,
    wait_for,
)


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("utf-8").split():
            found += [int(child), *descendants(int(child))]
    return found


def test_everything_in_the_ready_file_answers(cloud: Cloud) -> None:
    ready = cloud.ready
    assert set(ready) >= {
        "web", "api", "aws_endpoint", "region", "ftp", "login", "cognito", "gateway", "pid",
    }  # fmt: skip
    assert len(ready["ftp"]["cameras"]) >= 3
    assert httpx.get(ready["web"]).status_code == 200
    assert httpx.get(f"{ready['api']}/v1/sites").status_code == 401
    status = httpx.get(ready["gateway"]["status_url"]).json()
    assert status["site"] == "home"


def test_two_clouds_run_side_by_side_and_leave_nothing_behind(cloud: Cloud, tmp_path: Path) -> None:
    with running_cloud(tmp_path) as second:
        assert second.ready["web"] != cloud.ready["web"]
        assert httpx.get(second.ready["web"]).status_code == 200
        pids = [second.process.pid, *descendants(second.process.pid)]
        assert len(pids) > 2
    wait_for("the end of all its processes", 5, lambda: all(is_gone(pid) for pid in pids))
    assert not second.ready_file.exists()
    assert httpx.get(cloud.ready["web"]).status_code == 200


def test_a_port_in_use_is_one_clear_line(cloud: Cloud, tmp_path: Path) -> None:
    base = cloud.ready["web"].rsplit(":", 1)[-1].strip("/")
    words = ["--data", str(tmp_path / "data"), "--ready", str(tmp_path / "ready.json")]
    done = subprocess.run(
        [COMMAND, "up", *words, "--port-base", base],
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert done.returncode != 0
    assert base in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "ready.json").exists()


def test_killing_the_cloud_takes_its_children_along(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    words = ["--data", str(tmp_path / "data"), "--ready", str(ready), "--cameras", "1"]
    process = subprocess.Popen(
        [COMMAND, "up", *words, "--port-base", str(free_port_base())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for("the ready file", START_SECONDS, ready.is_file)
    assert json.loads(ready.read_text("utf-8"))["pid"] == process.pid
    pids = descendants(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait(STOP_SECONDS)
    wait_for("the end of its children", STOP_SECONDS, lambda: all(is_gone(pid) for pid in pids))
