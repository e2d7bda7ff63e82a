"""Gateways, buckets and footage for the tests of the gateway."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.device.linux.bucket import Bucket, Stored
from tests.device.linux.footage import Recipe, film, photograph
from tests.device.linux.moto_process import MotoProcess
from tests.device.linux.running import Plan, RunningGateway, Target, wait_for
from tests.device.linux.sink import Sink
from tests.device.linux.vsftpd import Vsftpd
from tests.media import Colour

StartGateway = Callable[..., RunningGateway]


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """H.264 and AAC in Matroska, red."""
    return film(tmp_path_factory.mktemp("footage") / "red.mkv", Colour.RED, Recipe(audio="aac"))


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JPEG, green."""
    return photograph(tmp_path_factory.mktemp("footage") / "green.jpg", Colour.GREEN)


@pytest.fixture(scope="session")
def moto() -> Iterator[MotoProcess]:
    server = MotoProcess()
    yield server
    server.stop()


@pytest.fixture
def bucket(moto: MotoProcess) -> Iterator[Bucket]:
    made = Bucket(moto)
    yield made
    made.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.close()


@pytest.fixture
def start(tmp_path: Path, bucket: Bucket) -> Iterator[StartGateway]:
    """Start a gateway, on the test's own bucket if not another; it is ended with the test."""
    started: list[RunningGateway] = []

    def start_gateway(plan: Plan | None = None, target: Target = bucket) -> RunningGateway:
        gateway = RunningGateway(tmp_path / f"gateway-{len(started)}", target, plan)
        started.append(gateway)
        return gateway

    yield start_gateway
    for gateway in started:
        if gateway.process is not None and gateway.process.poll() is None:
            gateway.kill()


@dataclass(frozen=True)
class Site:
    """A gateway and its bucket that many tests use: they know their clips by the files' names."""

    gateway: RunningGateway
    bucket: Bucket

    def find(self, name: str) -> list[Stored]:
        """The objects of the one clip of this name, once it is confirmed."""
        wait_for(lambda: self.gateway.ask_state(name) == ["confirmed"])
        return self.bucket.find(name)


@pytest.fixture(scope="session")
def site(moto: MotoProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    bucket = Bucket(moto)
    gateway = RunningGateway(tmp_path_factory.mktemp("site"), bucket)
    yield Site(gateway, bucket)
    gateway.stop()
    bucket.close()


@pytest.fixture
def gateway(start: StartGateway) -> RunningGateway:
    """A gateway as most tests want it."""
    return start()


@pytest.fixture
def vsftpd(tmp_path: Path) -> Iterator[Vsftpd]:
    """With folders for the cameras that most gateways of the tests have."""
    server = Vsftpd(tmp_path / "vsftpd", ("porch", "yard"))
    yield server
    server.stop()
