"""How long from a camera's last byte over FTP until its clip is playable by the API?

The laptop cloud of this machine: real FTP, the gateway as installed, signed requests through the
gate, functions as processes. A second gateway beside the first has fourteen cameras. The clock of a
clip starts when STOR is answered and stops when the API's list, asked every 50 ms, has it with a
playable original.
"""

import contextlib
import ftplib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from vedette_gateway.passwords import hash_password

from bench.figures import percentile
from bench.material import make_recording

CAMERAS = (1, 14)
CLIPS = 28
CLIP_S = 10
BITS_PER_SECOND = 2_200_000
PORT_BASE = 18_400
PASSWORD = "bench"
COMMANDS = Path(sys.executable).parent
START_S = 120
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
    with ftplib.FTP() as ftp, file.open("rb") as content:
        ftp.connect("127.0.0.1", port, timeout=60)
        ftp.login(camera, PASSWORD)
        ftp.storbinary(f"STOR {name}", content)
        return name, time.monotonic()


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


@contextlib.contextmanager
def running(words: list[str], environment: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


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
def running_gateway(folder: Path, aws_endpoint: str) -> Generator[int]:
    """A second gateway with the first one's cloud settings and the most cameras; its FTP port."""
    first = folder / "gateway"
    cloud = tomllib.loads((first / "gateway.toml").read_text("utf-8"))["cloud"]
    port = PORT_BASE + 70
    lines = ['site = "home"', "[cloud]", *(f"{key} = {json.dumps(cloud[key])}" for key in cloud)]
    lines += ["[spool]", f"directory = {json.dumps(str(folder / 'bench-spool'))}"]
    lines += ["min_free_bytes = 100_000_000", "[ftp]", 'host = "127.0.0.1"', f"port = {port}"]
    lines += [f"passive_ports = [{port + 2}, {port + 60}]", "[status]", f"port = {port + 1}"]
    hashed = hash_password(PASSWORD)
    for number in range(max(CAMERAS)):
        lines += ["[[cameras]]", f'name = "bench-{number}"', f'user = "bench-{number}"']
        lines += [f'password_hash = "{hashed}"']
    config = folder / "bench-gateway.toml"
    config.write_text("\n".join(lines), "utf-8")
    environment = {
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(first / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(first / "aws-credentials"),
        "AWS_ENDPOINT_URL": aws_endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    words = [str(COMMANDS / "vedette-gateway"), "run", "--config", str(config)]
    with running(words, environment) as process:
        wait_until_open(port, process)
        yield port


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
            running_gateway(folder, ready["aws_endpoint"]) as port,
        ):
            words = [str(COMMANDS / "vedette-local"), "token"]
            words += ["--ready", str(folder / "ready.json")]
            token = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
            headers = {"authorization": f"Bearer {token}"}
            with httpx.Client(base_url=ready["api"], headers=headers, timeout=30) as api:
                ear = Ear(api)
                return [measure_uploads(ear, port, cameras, file) for cameras in CAMERAS]
