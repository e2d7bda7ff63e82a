"""Programs on a leash: they end with whoever started them, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from local.children import Child, start_child

# Starts a process of its own in the same group, writes both ids, and waits.
_PARENT_AND_CHILD = """
import os, subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {other.pid}")
time.sleep(600)
"""
_STARTER = """
import sys, time
from pathlib import Path
from local.children import start_child
program = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
start_child("sleeper", program, environment={}, log=Path(sys.argv[3]))
time.sleep(600)
"""
_STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").write("ready")
time.sleep(600)
"""


def wait_for(what: str, look: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def pids_in(file: Path) -> list[int]:
    wait_for("the program's start", lambda: file.exists() and len(file.read_text().split()) == 2)
    return [int(pid) for pid in file.read_text().split()]


def start(folder: Path, code: str) -> Child:
    program = [sys.executable, "-c", code, str(folder / "told")]
    return start_child("sleeper", program, environment={}, log=folder / "log")


def test_stopping_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    child = start(tmp_path, _PARENT_AND_CHILD)
    pids = pids_in(tmp_path / "told")
    assert child.is_running
    child.stop()
    assert not child.is_running
    assert all(is_gone(pid) for pid in pids)


def test_killing_the_starter_ends_the_program(tmp_path: Path) -> None:
    arguments = [_PARENT_AND_CHILD, str(tmp_path / "told"), str(tmp_path / "log")]
    starter = subprocess.Popen([sys.executable, "-c", _STARTER, *arguments])
    pids = pids_in(tmp_path / "told")
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    wait_for("the end of its programs", lambda: all(is_gone(pid) for pid in pids))


def test_a_program_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    child = start(tmp_path, _STUBBORN)
    wait_for("the program's start", (tmp_path / "told").exists)
    child.stop()
    assert not child.is_running


def test_a_program_that_ends_is_noticed_with_its_last_words(tmp_path: Path) -> None:
    child = start(tmp_path, "print('first', flush=True); raise SystemExit('no more')")
    wait_for("the program's end", lambda: not child.is_running)
    assert child.last_words() == "no more"
    child.stop()


def test_a_program_gets_no_environment_but_what_it_is_given(tmp_path: Path) -> None:
    os.environ["VEDETTE_TEST_SECRET"] = "x"
    code = "import os; print(sorted(os.environ), flush=True)"
    program = [sys.executable, "-c", code]
    child = start_child("one", program, environment={"GIVEN": "1"}, log=tmp_path / "log")
    wait_for("the program's end", lambda: not child.is_running)
    del os.environ["VEDETTE_TEST_SECRET"]
    assert "GIVEN" in child.last_words()
    assert "VEDETTE_TEST_SECRET" not in child.last_words()
    child.stop()
