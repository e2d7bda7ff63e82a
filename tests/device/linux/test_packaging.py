"""The systemd unit, read by systemd itself and held against what the gateway does."""

import subprocess
import sys
from pathlib import Path

import pytest
from vedette_gateway.commands.frame import CONFIG

_PACKAGING = Path(__file__).parents[3] / "device" / "linux" / "packaging"
_UNIT = _PACKAGING / "vedette-gateway.service"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with the command of this environment and no user of this computer."""
    command = Path(sys.executable).with_name("vedette-gateway")
    text = _UNIT.read_text().replace("/usr/local/bin/vedette-gateway", str(command))
    path = tmp_path / _UNIT.name
    path.write_text(text)
    return path


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


def test_systemd_understands_every_line(unit: Path) -> None:
    ran = run("systemd-analyze", "verify", "--man=no", str(unit))
    assert (ran.returncode, ran.stderr) == (0, "")


def test_systemd_finds_it_hardened(unit: Path) -> None:
    ran = run("systemd-analyze", "security", "--offline=yes", "--threshold=30", str(unit))
    assert ran.returncode == 0, ran.stdout
    assert "Overall exposure level" in ran.stdout


def test_the_unit_says_what_the_gateway_does() -> None:
    pairs = [line.partition("=") for line in _UNIT.read_text().splitlines()]
    service = {name: value for name, mark, value in pairs if mark}
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["ExecStart"].endswith(f" run --config {CONFIG}")
    assert service["MemoryMax"]
    assert float(service["WatchdogSec"]) > 2 * 5


def test_its_user_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    users = str(_PACKAGING / "vedette-gateway.sysusers")
    ran = run("systemd-sysusers", f"--root={tmp_path}", users)
    assert ran.returncode == 0, ran.stderr
    entry = (tmp_path / "etc" / "passwd").read_text()
    assert entry.startswith("vedette:")
    assert ":/var/lib/vedette:" in entry
    groups = (tmp_path / "etc" / "group").read_text()
    assert all(f"{name}:" in groups for name in ("vedette", "video", "render"))
