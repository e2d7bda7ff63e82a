"""The recorded programs: as each stack, and with every setting turned the other way."""

from pathlib import Path

import pulumi
import pytest

from infra.program import Artefacts
from infra.settings import Settings
from tests.infra.recording import Program, record

VARIANTS: dict[str, Settings] = {
    "dev": Settings(),
    "prod": Settings(stack="prod", protect_data=True, log_retention_days=90, mfa="ON"),
    "other": Settings(
        stack="a-stack-of-20-letter",
        sites=("home", "barn", "a-site-with-a-name-of-32-letters"),
        web_origins=("http://localhost:5173", "https://cameras.example.org"),
        alarm_email="somebody@example.org",
        mail_sender="cameras@example.org",
        push_services=("push.example.org",),
        mfa="OFF",
        retention_days=1,
    ),
}


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Artefacts:
    """A small build with one file of each kind that is treated differently."""
    build: Path = tmp_path_factory.mktemp("dist")
    (build / "assets").mkdir()
    for name in ("index.html", "favicon.svg", "config.json"):
        (build / name).write_text(name)
    for name in ("index-1a2b.js", "index-3c4d.css", "font-5e6f.woff2"):
        (build / "assets" / name).write_text(name)
    return Artefacts(functions=pulumi.FileArchive(str(build)), web=build)


@pytest.fixture(scope="session")
def programs(artefacts: Artefacts) -> dict[str, Program]:
    return {name: record(settings, artefacts) for name, settings in VARIANTS.items()}


@pytest.fixture(scope="session", params=list(VARIANTS))
def program(request: pytest.FixtureRequest, programs: dict[str, Program]) -> Program:
    """Each variant in turn."""
    return programs[request.param]


@pytest.fixture(scope="session")
def dev(programs: dict[str, Program]) -> Program:
    return programs["dev"]


@pytest.fixture(scope="session")
def prod(programs: dict[str, Program]) -> Program:
    return programs["prod"]
