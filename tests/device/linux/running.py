"""A real `vedette-gateway run` as a child process, and what can be seen of it from outside."""

import contextlib
import ftplib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from vedette_gateway.passwords import hash_password

from tests.device.linux.bucket import REGION

COMMAND = str(Path(sys.executable).with_name("vedette-gateway"))
PASSWORD = "correct horse, \u20ac"
PASSWORD_HASH = hash_password(PASSWORD)

Seen = TypeVar("Seen")


def wait_for(what: Callable[[], Seen], within_s: float = 20.0) -> Seen:
    """Poll until the answer is true; the last answer. Fails when it never is."""
    deadline = time.monotonic() + within_s
    while True:
        seen = what()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"waited {within_s:g} s in vain; last: {seen!r}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Plan:
    """The settings that tests vary; `more` is TOML of further tables."""

    cameras: tuple[str, ...] = ("porch", "yard")
    camera_settings: str = ""
    quiet_s: float = 0.6
    min_free_bytes: int = 0
    media: str = "preview = false"
    cloud: str = ""
    spool: str = ""
    ftp: str = ""
    more: str = ""
    environment: dict[str, str] = field(default_factory=dict[str, str])


class Target(Protocol):
    """A bucket, as far as a gateway needs it."""

    name: str
    url: str


class RunningGateway:
    """Started on construction; `start` again after `kill` or `stop`."""

    def __init__(self, folder: Path, bucket: Target, plan: Plan | None = None) -> None:
        self.plan = plan or Plan()
        self.spool = folder / "spool"
        self.config = folder / "gateway.toml"
        self.log = folder / "gateway.log"
        self.s3_url = bucket.url
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(_write_settings(self.plan, bucket.name), "utf-8")
        self.start()

    def start(self) -> None:
        self.launch()
        started = wait_for(self._find_start)
        self.ftp_port, self.status_port = started["ftp_port"], started["status_port"]

    def launch(self) -> None:
        """Start the process without waiting for it to serve."""
        kept = {name: text for name, text in os.environ.items() if name[:4] != "AWS_"}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [COMMAND, "run", "--config", str(self.config)],
                stderr=output,
                env={
                    **kept,
                    "AWS_ENDPOINT_URL": self.s3_url,
                    "AWS_ACCESS_KEY_ID": "test",
                    "AWS_SECRET_ACCESS_KEY": "test-secret",
                    **self.plan.environment,
                },
            )

    def reload(self) -> list[dict[str, Any]]:
        """SIGHUP; what the log says of the settings, once they were read."""
        before = len(self.read_log())
        os.kill(self.pid, signal.SIGHUP)

        def find() -> list[dict[str, Any]]:
            lines = self.read_log()[before:]
            known = ("settings read again", "settings refused, the old ones stay")
            return [line for line in lines if line["event"] in known]

        return wait_for(find)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """-9, and its workers are gone too."""
        workers = self.list_workers()
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        wait_for(lambda: not any(is_alive(worker) for worker in workers))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """The exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(15)

    def list_workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task").glob("*/children")
        found: list[int] = []
        for each in children:
            with contextlib.suppress(OSError):
                found += [int(number) for number in each.read_text().split()]
        return found

    def find_converter(self) -> int:
        """The worker that makes versions, once it has tried its encoders."""
        wait_for(lambda: self.status()["media"]["encoder"] == "libx264")
        return wait_for(lambda: next(iter(self._list_nicest()), 0))

    def _list_nicest(self) -> list[int]:
        found: list[int] = []
        for worker in self.list_workers():
            with contextlib.suppress(ProcessLookupError):
                if os.getpriority(os.PRIO_PROCESS, worker) == 19:
                    found.append(worker)
        return found

    def login(self, camera: str = "porch") -> ftplib.FTP:
        client = ftplib.FTP(timeout=20, encoding="utf-8")
        client.connect("127.0.0.1", self.ftp_port)
        client.login(camera, PASSWORD)
        return client

    def upload(self, source: Path | bytes, name: str, camera: str = "porch") -> None:
        data = source.read_bytes() if isinstance(source, Path) else source
        with self.login(camera) as client:
            client.storbinary(f"STOR {name}", io.BytesIO(data))

    def status(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.status_port}/status") as answer:
            return json.load(answer)

    def count(self, state: str) -> int:
        return int(self.status()["clips"][state])

    def query(self, question: str, *values: str) -> list[Any]:
        """Ask the journal, from outside and without a lock; one column."""
        rows = sqlite3.connect(f"file:{self.spool}/journal.sqlite3?mode=ro", uri=True)
        try:
            return [row[0] for row in rows.execute(question, values)]
        except sqlite3.OperationalError:
            return []
        finally:
            rows.close()

    def ask_state(self, source_name: str) -> list[str]:
        return self.query("SELECT state FROM receipts WHERE source_name = ?", source_name)

    def read_log(self) -> list[dict[str, Any]]:
        lines = self.log.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def list_files(self) -> list[str]:
        """Everything that lies in the spool beside the journal."""
        # Directories go while it looks, for which Path.rglob raises.
        found = (Path(folder, name) for folder, _, names in os.walk(self.spool) for name in names)
        own = ("journal.sqlite3", "journal.sqlite3-wal", "journal.sqlite3-shm", "lock", "reserve")
        return sorted(str(path.relative_to(self.spool)) for path in found if path.name not in own)

    def _find_start(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text("utf-8")
        found = [line for line in self.read_log() if line["event"] == "gateway started"]
        return found[0] if found else {}


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def _write_settings(plan: Plan, bucket: str) -> str:
    cameras = "".join(
        f'[[cameras]]\nname = "{name}"\nuser = "{name}"\npassword_hash = "{PASSWORD_HASH}"\n'
        f"{plan.camera_settings}\n"
        for name in plan.cameras
    )
    return (
        f'site = "home"\nlog = "json"\n'
        f'[cloud]\nbucket = "{bucket}"\nregion = "{REGION}"\n{plan.cloud}\n'
        f'[spool]\ndirectory = "spool"\nquiet_s = {plan.quiet_s}\n'
        f"min_free_bytes = {plan.min_free_bytes}\n{plan.spool}\n"
        f'[ftp]\nhost = "127.0.0.1"\nport = 0\npassive_ports = [42000, 42999]\n{plan.ftp}\n'
        f"[status]\nport = 0\n[media]\n{plan.media}\n{plan.more}\n{cameras}"
    )
