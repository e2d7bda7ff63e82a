"""How much memory do 100 connected cameras take, against vsftpd?

Every camera has an account of its own, is logged in and stays; then all are in the middle of a file
at the same time. Memory is the proportional set size: what processes share counts once. vsftpd has
two processes a session, the gateway one for all; its media workers are there whether cameras are
connected or not, and count by themselves.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from bench.cameras import Account, connecting
from bench.gateway import Setup, list_accounts, running_gateway
from bench.ingest import BITS_PER_SECOND, CLIP_S, CLOUD
from bench.material import make_recording
from bench.processes import find_port, list_descendants, read_memory_bytes
from bench.storage import list_environment
from tests.device.linux.vsftpd import USER, Vsftpd

CAMERAS = [f"cam-{number}" for number in range(100)]
Moment = Literal["nobody", "connected", "sending"]
Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Connected:
    """Megabytes at a moment; `ratio` of the gateway's process to vsftpd's processes."""

    moment: Moment
    cameras: int
    gateway_mb: float
    workers_mb: float
    vsftpd_mb: float
    ratio: float


def measure_gateway(folder: Path, file: Path) -> dict[Moment, tuple[float, float]]:
    """Megabytes of the process, and of its workers."""
    setup = Setup(CAMERAS, CLOUD, list_environment(f"http://127.0.0.1:{find_port()}"))
    with running_gateway(folder, setup) as gateway:
        # The workers are there when one has tried which encoders work.
        gateway.wait(lambda status: status["media"]["encoder"] is not None)

        def measure() -> tuple[float, float]:
            workers = read_memory_bytes(gateway.list_workers())
            return read_memory_bytes([gateway.pid]) / 1e6, workers / 1e6

        return observe(measure, gateway.port, list_accounts(CAMERAS), file)


def measure_vsftpd(folder: Path, file: Path) -> dict[Moment, float]:
    server = Vsftpd(folder, CAMERAS)
    accounts = [Account(USER, "nobody", f"/{camera}") for camera in CAMERAS]

    def measure() -> float:
        # Not the terminal that it runs in.
        return read_memory_bytes(list_descendants(server.pid)) / 1e6

    try:
        return observe(measure, server.port, accounts, file)
    finally:
        server.stop()


def observe(
    measure: Callable[[], Seen], port: int, accounts: list[Account], file: Path
) -> dict[Moment, Seen]:
    seen: dict[Moment, Seen] = {"nobody": measure()}
    with connecting(port, accounts) as cameras:
        seen["connected"] = measure()
        cameras.begin(file)
        seen["sending"] = measure()
        cameras.finish(file)
    return seen


def run() -> list[Connected]:
    """One row a moment."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = folder / "clip.mkv"
        make_recording(file, CLIP_S, BITS_PER_SECOND)
        ours = measure_gateway(folder, file)
        theirs = measure_vsftpd(folder / "vsftpd", file)
    return [
        Connected(moment, len(CAMERAS), *ours[moment], seen, ours[moment][0] / seen)
        for moment, seen in theirs.items()
    ]
