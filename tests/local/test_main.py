"""The command `vedette-local` where no cloud comes up; the journeys test those that do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.data import DataDirectory
from local.hosts import Ports
from local.progress import Progress
from local.refusal import Refusal
from local.serving import bind
from local.up import Options, run

COMMAND = str(Path(sys.executable).with_name("vedette-local"))


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *words], capture_output=True, text=True, timeout=60, check=False
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """What a refused command says on standard error, exactly one line."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def ready_values(folder: Path) -> dict[str, Any]:
    return {
        "web": "http://localhost:1",
        "api": "http://localhost:1",
        "aws_endpoint": "http://127.0.0.1:1",
        "region": "eu-central-1",
        "ftp": {"host": "127.0.0.1", "port": 1, "cameras": []},
        "login": {"email": "a@example.com", "password": "x"},
        "cognito": {"user_pool_id": "p", "client_id": "c", "login_url": "http://localhost:1"},
        "gateway": {"status_url": "http://127.0.0.1:1/status"},
        "data": str(folder),
        "pid": 1,
    }


def test_help_names_the_commands() -> None:
    done = command("--help")
    assert done.returncode == 0
    for name in ("up", "token", "viewer", "grants"):
        assert name in done.stdout


def test_a_directory_in_use_is_one_clear_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with DataDirectory(data).take():
        done = command("up", "--data", str(data), "--ready", str(tmp_path / "ready.json"))
    assert f"{data} is in use" in one_line(done)
    assert not (tmp_path / "ready.json").exists()


def test_a_directory_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = command("up", "--data", str(tmp_path / "file"), "--ready", str(tmp_path / "ready.json"))
    assert str(tmp_path / "file") in one_line(done)


@pytest.mark.parametrize("offset", [0, 1, 2, 3, 4, 5])
def test_any_port_in_use_is_refused_by_its_number(tmp_path: Path, offset: int) -> None:
    base = 31300
    options = Options(
        DataDirectory(tmp_path), tmp_path / "ready.json", 0, Ports(base), _web(tmp_path)
    )
    with bind(base + offset), pytest.raises(Refusal, match=f"port {base + offset} .*--port-base"):
        run(options, Progress())
    # Nothing is left that would keep a second try from the same ports.
    for port in range(base, base + 6):
        bind(port).close()


def test_a_ready_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    ready = tmp_path / "folder"
    ready.mkdir()
    options = Options(DataDirectory(tmp_path / "data"), ready, 0, Ports(31500), _web(tmp_path))
    with pytest.raises(Refusal, match="--ready"):
        run(options, Progress())


def test_a_web_app_that_is_not_built_is_refused(tmp_path: Path) -> None:
    options = Options(DataDirectory(tmp_path), tmp_path / "r", 0, Ports(31400), tmp_path / "none")
    with pytest.raises(Refusal, match="make web"):
        run(options, Progress())


@pytest.mark.parametrize("value", ["80", "65530", "x"])
def test_an_impossible_port_is_refused(tmp_path: Path, value: str) -> None:
    done = command("up", "--data", str(tmp_path), "--ready", "r", "--port-base", value)
    assert done.returncode == 2
    assert "--port-base" in done.stderr


@pytest.mark.parametrize("name", ["token", "grants"])
@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_ready_file_that_is_none_is_one_clear_line(
    tmp_path: Path, name: str, content: str | None
) -> None:
    file = tmp_path / "ready.json"
    if content is not None:
        file.write_text(content)
    assert str(file) in one_line(command(name, "--ready", str(file)))


def test_a_cloud_that_has_gone_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "ready.json"
    file.write_text(json.dumps(ready_values(tmp_path)))
    assert "does not answer" in one_line(command("token", "--ready", str(file)))
    viewer = command("viewer", "--ready", str(file), "--email", "b@example.com", "--site", "home")
    assert "root.json" in one_line(viewer)


def _web(folder: Path) -> Path:
    web = folder / "web"
    web.mkdir()
    (web / "index.html").write_text("<html></html>")
    return web
