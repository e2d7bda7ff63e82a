"""Programs that are measured while they run, each with the processes it started."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

START_S = 120
_TICKS_A_S = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat behind the name: utime, stime, cutime, cstime. man 5 proc_pid_stat.
_CPU_FIELDS = slice(11, 15)


@contextlib.contextmanager
def running(
    words: Sequence[str], environment: Mapping[str, str], log: Path | None = None
) -> Generator[subprocess.Popen[bytes]]:
    """What it says goes to `log`; without it, nowhere."""
    with (log or Path(os.devnull)).open("ab") as said:
        process = subprocess.Popen(words, env=environment, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def wait_until_open(port: int, process: subprocess.Popen[bytes], greeting: bytes = b"") -> None:
    """And until it greets those who connect.

    Raises RuntimeError when the process ends, or that does not happen within START_S.
    """
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), START_S) as connection,
        ):
            if connection.recv(len(greeting)) == greeting:
                return
        time.sleep(0.005)
    raise RuntimeError(f"nobody answers on port {port}")


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def list_descendants(pid: int) -> list[int]:
    """All processes below this one that have not ended."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in children.read_text("ascii").split():
                found += [int(child), *list_descendants(int(child))]
    return found


def read_cpu_s(pids: Sequence[int]) -> float:
    """User and system time of these, and of their children that have ended and were waited for."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
            ticks += sum(map(int, stat.rpartition(")")[2].split()[_CPU_FIELDS]))
    return ticks / _TICKS_A_S


def read_memory_bytes(pids: Sequence[int]) -> int:
    """Proportional set size: what several processes share counts once."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024
