"""What does it cost to take files in, against vsftpd?

Fourteen cameras, plain FTP clients in a process of their own, send 600 recordings of 1 MB, as fast
as they are taken, over connections that stay. It is the same work for both, until the last 226; but
the gateway has then made each file durable and written it into its journal, while vsftpd has handed
it to the kernel: `durable_wall_ratio` gives vsftpd the time of an fsync of each file as well. From
the first file on the gateway renders in processes of their own, which count by themselves; "there"
is a gateway that uploads at the same time, "away" one whose cloud does not answer.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from bench.cameras import Account, connecting
from bench.gateway import Setup, list_accounts, running_gateway
from bench.material import make_recording
from bench.processes import find_port, list_descendants, read_cpu_s
from bench.storage import BUCKET, REGION, list_environment, running_storage
from tests.device.linux.vsftpd import USER, Vsftpd

CAMERAS = [f"cam-{number}" for number in range(14)]
FILES = 600
CLIP_S = 10
BITS_PER_SECOND = 720_000
ROUNDS = 3
CLOUD = {"bucket": BUCKET, "region": REGION}
Cloud = Literal["away", "there"]


@dataclass(frozen=True)
class Ingest:
    """Ratios of the gateway to vsftpd, below 1 is cheaper; `workers_cpu_ratio` to the same CPU."""

    cloud: Cloud
    files: int
    file_megabytes: float
    wall_ratio: float
    durable_wall_ratio: float
    cpu_ratio: float
    workers_cpu_ratio: float
    gateway_megabytes_per_s: float
    vsftpd_megabytes_per_s: float


@dataclass(frozen=True)
class Cost:
    """Seconds of one round; `durable_s` is from the first byte until all files are durable."""

    wall_s: float
    durable_s: float
    cpu_s: float
    workers_cpu_s: float


def measure_gateway(folder: Path, file: Path, endpoint: str) -> Cost:
    setup = Setup(CAMERAS, CLOUD, list_environment(endpoint))
    with (
        running_gateway(folder, setup) as gateway,
        connecting(gateway.port, list_accounts(CAMERAS)) as cameras,
    ):
        gateway.wait(lambda status: status["media"]["encoder"] is not None)
        workers = gateway.list_workers()
        before, workers_before = read_cpu_s([gateway.pid]), read_cpu_s(workers)
        wall_s = cameras.store(file, FILES)
        # Processes that were waited for meanwhile were workers, of which none should have ended.
        cpu_s = read_cpu_s([gateway.pid]) - before
        workers_cpu_s = read_cpu_s(workers) - workers_before
        gateway.wait(lambda status: status["clips"]["received"] == FILES)
        return Cost(wall_s, wall_s, cpu_s, workers_cpu_s)


def measure_vsftpd(folder: Path, file: Path) -> Cost:
    server = Vsftpd(folder, CAMERAS)
    try:
        accounts = [Account(USER, "nobody", f"/{camera}") for camera in CAMERAS]
        with connecting(server.port, accounts) as cameras:
            # The sessions stay, and with them the processes that serve them.
            processes = [server.pid, *list_descendants(server.pid)]
            before = read_cpu_s(processes)
            wall_s = cameras.store(file, FILES)
            cpu_s = read_cpu_s(processes) - before
            return Cost(wall_s, wall_s + sync(sorted(server.root.glob("*/*"))), cpu_s, 0.0)
    finally:
        server.stop()


def sync(files: Sequence[Path]) -> float:
    """Seconds that it takes to make these files durable."""
    began = time.perf_counter()
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    return time.perf_counter() - began


def compare(cloud: Cloud, file: Path) -> Ingest:
    """Rounds in turn, so that a change of the machine's speed meets both; medians."""
    pairs: list[tuple[Cost, Cost]] = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            if cloud == "there":
                with running_storage(folder) as storage:
                    ours = measure_gateway(folder, file, storage.url)
            else:
                ours = measure_gateway(folder, file, f"http://127.0.0.1:{find_port()}")
            pairs.append((ours, measure_vsftpd(folder / "vsftpd", file)))
    size = file.stat().st_size / 1e6
    return Ingest(
        cloud=cloud,
        files=FILES,
        file_megabytes=size,
        wall_ratio=median(a.wall_s / b.wall_s for a, b in pairs),
        durable_wall_ratio=median(a.durable_s / b.durable_s for a, b in pairs),
        cpu_ratio=median(a.cpu_s / b.cpu_s for a, b in pairs),
        workers_cpu_ratio=median(a.workers_cpu_s / b.cpu_s for a, b in pairs),
        gateway_megabytes_per_s=median(FILES * size / a.wall_s for a, _ in pairs),
        vsftpd_megabytes_per_s=median(FILES * size / b.wall_s for _, b in pairs),
    )


def run() -> list[Ingest]:
    """One row with a cloud that does not answer, one with uploads at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clip.mkv"
        make_recording(file, CLIP_S, BITS_PER_SECOND)
        return [compare(cloud, file) for cloud in ("away", "there")]
