"""How many clips a minute get from FTP into S3, and for how much processor time?

Against vsftpd and a plain script that follows its log, copies the video with ffmpeg and puts it
(`plain_gateway.py`). Fourteen cameras send all clips at once; the clock stops when the last object
is stored. The gateway does more in every row: it looks into each file, keeps a journal, makes a
thumbnail, hashes, and has S3 check the hash. In the row "copy" it makes no more than that, in the
row "all" the preview and the low version too, which the script never makes. S3 is moto, in a
process of its own: its time is in the wall time of both and in nobody's processor time.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from bench import plain_gateway
from bench.cameras import Account, connecting
from bench.gateway import COMMANDS, Setup, list_accounts, running_gateway
from bench.material import make_recording
from bench.processes import list_descendants, read_cpu_s, running
from bench.storage import BUCKET, REGION, Storage, list_environment, running_storage
from tests.device.linux.vsftpd import USER, Vsftpd

CAMERAS = [f"cam-{number}" for number in range(14)]
CLIP_S = 10
BITS_PER_SECOND = 2_200_000
ROUNDS = 3
CLOUD = {"bucket": BUCKET, "region": REGION}
Work = Literal["copy", "all"]
MEDIA: dict[Work, str] = {"copy": "[media]\nsd = false\npreview = false", "all": ""}
# Thumbnail and original; and preview and low version.
OBJECTS: dict[Work, int] = {"copy": 2, "all": 4}
CLIPS: dict[Work, int] = {"copy": 42, "all": 14}


@dataclass(frozen=True)
class Delivery:
    """Clips a minute of both, their ratio (above 1 is quicker) and CPU ratio (below 1 cheaper)."""

    work: Work
    clips: int
    clip_megabytes: float
    clips_per_minute: float
    script_clips_per_minute: float
    rate_ratio: float
    cpu_s_per_clip: float
    script_cpu_s_per_clip: float
    cpu_ratio: float


@dataclass(frozen=True)
class Cost:
    wall_s: float
    cpu_s: float


def measure_gateway(folder: Path, file: Path, storage: Storage, work: Work) -> Cost:
    clips = CLIPS[work]
    setup = Setup(CAMERAS, CLOUD, list_environment(storage.url), MEDIA[work])
    with (
        running_gateway(folder, setup) as gateway,
        connecting(gateway.port, list_accounts(CAMERAS)) as cameras,
    ):
        gateway.wait(lambda status: status["media"]["encoder"] is not None)
        before = read_cpu_s([gateway.pid, *gateway.list_workers()])
        began = time.perf_counter()
        cameras.store(file, clips)
        storage.wait(clips * OBJECTS[work])
        wall_s = time.perf_counter() - began
        return Cost(wall_s, read_cpu_s([gateway.pid, *gateway.list_workers()]) - before)


def measure_script(folder: Path, file: Path, storage: Storage, clips: int) -> Cost:
    server = Vsftpd(folder, CAMERAS)
    words = [str(COMMANDS / "python"), plain_gateway.__file__]
    words += [str(server.log), str(server.root), BUCKET]
    accounts = [Account(USER, "nobody", f"/{camera}") for camera in CAMERAS]
    try:
        with (
            running(words, list_environment(storage.url), folder / "script.log") as script,
            connecting(server.port, accounts) as cameras,
        ):
            roots = (server.pid, script.pid)
            before = read_cpu_s([pid for root in roots for pid in (root, *list_descendants(root))])
            began = time.perf_counter()
            cameras.store(file, clips)
            storage.wait(clips)
            wall_s = time.perf_counter() - began
            after = read_cpu_s([pid for root in roots for pid in (root, *list_descendants(root))])
            return Cost(wall_s, after - before)
    finally:
        server.stop()


def compare(work: Work, file: Path) -> Delivery:
    """Rounds in turn, so that a change of the machine's speed meets both; medians."""
    clips = CLIPS[work]
    pairs: list[tuple[Cost, Cost]] = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            with running_storage(folder) as storage:
                ours = measure_gateway(folder, file, storage, work)
            with running_storage(folder) as storage:
                theirs = measure_script(folder / "vsftpd", file, storage, clips)
            pairs.append((ours, theirs))
    return Delivery(
        work=work,
        clips=clips,
        clip_megabytes=file.stat().st_size / 1e6,
        clips_per_minute=median(clips / a.wall_s * 60 for a, _ in pairs),
        script_clips_per_minute=median(clips / b.wall_s * 60 for _, b in pairs),
        rate_ratio=median(b.wall_s / a.wall_s for a, b in pairs),
        cpu_s_per_clip=median(a.cpu_s / clips for a, _ in pairs),
        script_cpu_s_per_clip=median(b.cpu_s / clips for _, b in pairs),
        cpu_ratio=median(a.cpu_s / b.cpu_s for a, b in pairs),
    )


def run() -> list[Delivery]:
    """One row a kind of work."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clip.mkv"
        make_recording(file, CLIP_S, BITS_PER_SECOND)
        return [compare(work, file) for work in MEDIA]
