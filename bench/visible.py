"""How long from a camera's last byte over FTP until its clip is playable by the API?

The laptop cloud of this machine: real FTP, the gateway as installed, signed requests through the
gate, functions as processes. A second gateway beside the first has fourteen cameras. The clock of a
clip starts when STOR is answered and stops when the API's list, asked every 50 ms, has it with a
playable original.
"""

import contextlib
import json
import os
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.cameras import Account, Camera
from bench.figures import percentile
from bench.gateway import COMMANDS, PASSWORD, Setup, running_gateway
from bench.material import make_recording
from bench.processes import START_S, running

CAMERAS = (1, 14)
CLIPS = 28
CLIP_S = 10
BITS_PER_SECOND = 2_200_000
PORT_BASE = 18_400
SEEN_S = 60


@dataclass(frozen=True)
class Visible:
    """Of a number of cameras that upload at the same time; milliseconds."""

    cameras: int
    clips: int
    clip_megabytes: float
    p50_ms: float
    p95_ms: float


class Ear:
    """Notes when the API first shows a playable clip of each source name."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self.seen: dict[str, float] = {}
        self.names: dict[str, str] = {}

    def listen(self, wanted: set[str]) -> dict[str, float]:
        """Until all are there; raises RuntimeError after SEEN_S."""
        deadline = time.monotonic() + SEEN_S
        while not wanted <= self.seen.keys():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(wanted - self.seen.keys())} clips did not come")
            answer = self.api.get("/v1/clips", params={"limit": 50})
            now = time.monotonic()
            for clip in answer.raise_for_status().json()["items"]:
                if clip["playable"] and clip["id"] not in self.names:
                    detail = self.api.get(f"/v1/clips/{clip['id']}").json()
                    self.names[clip["id"]] = detail["source_name"]
                    self.seen[detail["source_name"]] = now
            time.sleep(0.05)
        return self.seen


def upload(port: int, camera: str, file: Path, name: str) -> tuple[str, float]:
    """Store one file; answers with its name and when the server had it."""
    account = Account(camera, PASSWORD, "/")
    client = Camera(port, account)
    client.store(file, [name])
    stored_at = time.monotonic()
    client.close()
    return name, stored_at


@contextlib.contextmanager
def running_cloud(folder: Path) -> Generator[dict[str, Any]]:
    """A laptop cloud without simulated cameras; what its ready file says."""
    ready = folder / "ready.json"
    words = [str(COMMANDS / "vedette-local"), "up", "--data", str(folder), "--ready", str(ready)]
    words += ["--cameras", "0", "--port-base", str(PORT_BASE)]
    with running(words, dict(os.environ)) as process:
        deadline = time.monotonic() + START_S
        while not ready.is_file():
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the laptop cloud did not start")
            time.sleep(0.1)
        yield json.loads(ready.read_text("utf-8"))


@contextlib.contextmanager
def running_second(folder: Path, aws_endpoint: str) -> Generator[int]:
    """A second gateway with the first one's cloud settings and the most cameras; its FTP port."""
    first = folder / "gateway"
    cloud = tomllib.loads((first / "gateway.toml").read_text("utf-8"))["cloud"]
    environment = {
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(first / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(first / "aws-credentials"),
        "AWS_ENDPOINT_URL": aws_endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    second = folder / "second"
    second.mkdir()
    cameras = [f"bench-{number}" for number in range(max(CAMERAS))]
    with running_gateway(second, Setup(cameras, cloud, environment)) as gateway:
        yield gateway.port


def measure_uploads(ear: Ear, port: int, cameras: int, file: Path) -> Visible:
    """CLIPS clips in waves: every camera uploads at once, the next wave when all are visible."""
    waits_ms: list[float] = []
    with ThreadPoolExecutor(cameras) as pool:
        for wave in range(CLIPS // cameras):
            jobs = [
                pool.submit(upload, port, f"bench-{n}", file, f"{cameras}-{wave}-{n}.mkv")
                for n in range(cameras)
            ]
            expected = {f"{cameras}-{wave}-{n}.mkv" for n in range(cameras)}
            seen = ear.listen(expected)
            for job in jobs:
                name, stored = job.result()
                waits_ms.append(max(0.0, seen[name] - stored) * 1000)
    size = file.stat().st_size / 1e6
    p50, p95 = percentile(waits_ms, 0.5), percentile(waits_ms, 0.95)
    return Visible(cameras, len(waits_ms), size, p50, p95)


def run() -> list[Visible]:
    """One row a number of cameras."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = folder / "clip.mkv"
        make_recording(file, CLIP_S, BITS_PER_SECOND)
        with (
            running_cloud(folder) as ready,
            running_second(folder, ready["aws_endpoint"]) as port,
        ):
            words = [str(COMMANDS / "vedette-local"), "token"]
            words += ["--ready", str(folder / "ready.json")]
            token = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
            headers = {"authorization": f"Bearer {token}"}
            with httpx.Client(base_url=ready["api"], headers=headers, timeout=30) as api:
                ear = Ear(api)
                return [measure_uploads(ear, port, cameras, file) for cameras in CAMERAS]
