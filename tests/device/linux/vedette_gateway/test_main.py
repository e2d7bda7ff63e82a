"""The command, from outside."""

import os
import socket
import subprocess
from pathlib import Path

from vedette_gateway.passwords import verify_password

from tests.device.linux.bucket import Bucket
from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import COMMAND, Plan, RunningGateway


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if name[:4] != "AWS_"}
    return subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=30,
        env=environment,
    )


def test_a_password_is_hashed_from_standard_input() -> None:
    done = run("hash-password", stdin="p\u00e4ss word\n")
    assert done.returncode == 0
    assert verify_password("p\u00e4ss word", done.stdout.strip())
    assert run("hash-password", stdin="\n").returncode == 2


def test_the_example_can_be_used_as_it_is_printed(tmp_path: Path) -> None:
    printed = run("example").stdout
    config = tmp_path / "gateway.toml"
    config.write_text(printed.replace("/var/lib/vedette", "/proc/nowhere"), "utf-8")
    done = run("run", "--config", str(config))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "vedette-gateway: cannot listen or write: [Errno 2] No such file or directory:"
        " '/proc/nowhere'; see: vedette-gateway doctor"
    ]


def test_wrong_settings_end_it_with_a_line_for_each(tmp_path: Path) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text('site = "Home"\n', "utf-8")
    done = run("run", "--config", str(config))
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert all(line.startswith(f"vedette-gateway: {config}: ") for line in lines)
    assert len(lines) == 4


def test_a_port_in_use_is_said(tmp_path: Path, gateway: RunningGateway) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        text = gateway.config.read_text("utf-8").replace(
            "port = 0", f"port = {taken.getsockname()[1]}", 1
        )
        config = tmp_path / "second.toml"
        config.write_text(text.replace('"spool"', '"second"'), "utf-8")
        done = run("run", "--config", str(config))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "Address already in use" in done.stderr


def test_a_spool_has_one_gateway(gateway: RunningGateway) -> None:
    done = run("run", "--config", str(gateway.config))
    assert done.returncode == 2
    assert done.stderr == f"vedette-gateway: another gateway uses the spool {gateway.spool}\n"
    assert gateway.status()["site"] == "home"


def test_a_journal_that_is_no_database_is_said(start: StartGateway, bucket: Bucket) -> None:
    gateway = start(Plan())
    gateway.stop()
    for path in gateway.spool.glob("journal.sqlite3*"):
        path.unlink()
    (gateway.spool / "journal.sqlite3").write_bytes(b"not a database" * 100)
    done = run("run", "--config", str(gateway.config))
    assert done.returncode == 2
    assert "the journal cannot be used: file is not a database" in done.stderr
    assert bucket.list_keys() == []


def test_a_profile_that_does_not_exist_is_said(start: StartGateway) -> None:
    gateway = start(Plan())
    gateway.stop()
    text = gateway.config.read_text("utf-8").replace("[spool]", 'profile = "nobody"\n[spool]')
    gateway.config.write_text(text, "utf-8")
    done = run("run", "--config", str(gateway.config))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "nobody" in done.stderr
