"""The gateway as it is installed, with a journal and a spool of its own."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette_gateway.passwords import hash_password

from bench.cameras import Account
from bench.processes import START_S, find_port, list_descendants, running, wait_until_open

COMMANDS = Path(sys.executable).parent
PASSWORD = "bench"
PASSIVE_PORTS = (41000, 41999)


@dataclass(frozen=True)
class Gateway:
    """A running one. Its workers make renditions; everything else is the process itself.

    `start_s` is from exec until it greeted its first camera.
    """

    process: subprocess.Popen[bytes]
    port: int
    status_port: int
    start_s: float

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self) -> dict[str, Any]:
        """Its status."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.status_port}/status") as answer:
            return json.load(answer)

    def wait(self, is_reached: Callable[[dict[str, Any]], bool]) -> None:
        """Until its status is like this; raises RuntimeError after START_S."""
        deadline = time.monotonic() + START_S
        while not is_reached(self.ask()):
            if time.monotonic() > deadline:
                raise RuntimeError("the gateway's status is not as it was to be")
            time.sleep(0.1)

    def list_workers(self) -> list[int]:
        return list_descendants(self.pid)


@dataclass(frozen=True)
class Setup:
    """What differs from gateway to gateway; `cloud` are settings of its table, `more` is TOML."""

    cameras: Sequence[str]
    cloud: Mapping[str, object]
    environment: Mapping[str, str]
    more: str = ""


def list_accounts(cameras: Sequence[str]) -> list[Account]:
    return [Account(camera, PASSWORD, "/") for camera in cameras]


@contextmanager
def running_gateway(folder: Path, setup: Setup) -> Generator[Gateway]:
    """It answers its cameras when the context is entered; the folder may be that of an earlier."""
    port, status_port = find_port(), find_port()
    config = folder / "gateway.toml"
    config.write_text(_write(setup, port, status_port), "utf-8")
    words = [str(COMMANDS / "vedette-gateway"), "run", "--config", str(config)]
    began = time.perf_counter()
    with running(words, setup.environment, folder / "gateway.log") as process:
        wait_until_open(port, process, b"220")
        yield Gateway(process, port, status_port, time.perf_counter() - began)


def _write(setup: Setup, port: int, status_port: int) -> str:
    hashed = hash_password(PASSWORD)
    lines = [
        'site = "home"',
        "[cloud]",
        *(f"{key} = {json.dumps(value)}" for key, value in setup.cloud.items()),
        '[spool]\ndirectory = "spool"\nmin_free_bytes = 100_000_000',
        f'[ftp]\nhost = "127.0.0.1"\nport = {port}\npassive_ports = {list(PASSIVE_PORTS)}',
        "max_connections_per_address = 512",
        f"[status]\nport = {status_port}",
        setup.more,
    ]
    for camera in setup.cameras:
        lines += [f'[[cameras]]\nname = "{camera}"\nuser = "{camera}"']
        lines += [f'password_hash = "{hashed}"']
    return "\n".join([*lines, ""])
