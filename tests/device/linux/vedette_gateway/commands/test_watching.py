"""`status` against a running gateway, and what all commands do without one."""

from importlib.metadata import version
from pathlib import Path

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import Plan, RunningGateway, wait_for


def test_the_status_adds_up_and_names_the_cameras(gateway: RunningGateway, clip: Path) -> None:
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    text = gateway.config.read_text().replace(
        '"yard"\nuser', '"yard"\nlabel = "Back [b]yard"\nuser'
    )
    gateway.config.write_text(text)
    ran = run_command(gateway.config, "status")
    assert ran.status == 0, ran.err
    head = "1 received = 1 confirmed + 0 waiting + 0 set aside + 0 sent again"
    assert head in ran.out
    assert "Back [b]yard" in ran.out
    assert "never" in ran.out
    assert run_command(gateway.config, "status", "--json").json["clips"]["confirmed"] == 1


def test_the_status_fits_into_80_columns(start: StartGateway, clip: Path) -> None:
    cameras = ("porch", "a-camera-with-a-name-of-32-letter")
    gateway = start(Plan(cameras=(cameras[0], cameras[1][:32])))
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.count("confirmed") == 1)
    for command in ("status", "backlog", "clips", "doctor"):
        ran = run_command(gateway.config, command, environment={"COLUMNS": "80"})
        lines = ran.out.splitlines()
        assert lines
        assert max(map(len, lines)) <= 80


def test_the_status_tells_what_is_wrong(
    start: StartGateway, bucket: Bucket, clip: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "not mounted"
    gateway = start(Plan(more=f'[[watch]]\ndirectory = "{missing}"\ncamera = "porch"'))
    bucket.answer_with = 403
    gateway.upload(clip, "a.mkv")
    wait_for(lambda: gateway.status()["upload"]["failing_since"])
    out = run_command(gateway.config, "status").out
    assert f"watch {missing}, which is not there: 0 taken, 0 waiting." in out
    assert "Uploads fail, since " in out
    assert "FTP without encryption on port" in out
    bucket.answer_with = None


def test_the_version_is_told(tmp_path: Path) -> None:
    ran = run_command(tmp_path / "none.toml", "--version")
    assert (ran.status, ran.out) == (0, f"vedette-gateway {version('vedette-gateway')}\n")


def test_without_a_gateway_they_say_so(gateway: RunningGateway) -> None:
    gateway.kill()
    for command in ("status", "backlog"):
        ran = run_command(gateway.config, command)
        assert (ran.status, ran.out) == (2, "")
        assert "no gateway runs" in ran.err


def test_settings_that_are_wrong_are_all_named(tmp_path: Path) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text('site = "Home"\n[spool]\ndirectory = 3\n')
    ran = run_command(config, "status")
    assert ran.status == 2
    assert all(part in ran.err for part in ("site:", "cloud:", "spool.directory:", "cameras:"))
    missing = run_command(tmp_path / "none.toml", "status")
    assert (missing.status, "No such file" in missing.err) == (2, True)
