"""`cameras ...` and the settings file that it edits, with the real command."""

import ftplib
import io
import tomllib
from pathlib import Path

import pytest
from vedette_gateway.passwords import verify_password

from tests.device.linux.bucket import Bucket
from tests.device.linux.commands import run_command
from tests.device.linux.conftest import StartGateway
from tests.device.linux.running import PASSWORD, Plan, RunningGateway, wait_for


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The example, as somebody starts from it."""
    path = tmp_path / "gateway.toml"
    ran = run_command(path, "example")
    assert ran.status == 0
    path.write_text(ran.out)
    path.chmod(0o640)
    return path


def test_a_camera_is_added_and_removed_and_every_comment_stays(config: Path) -> None:
    before = config.read_text()
    config.with_name("link.toml").symlink_to(config)
    link = config.with_name("link.toml")
    ran = run_command(link, "cameras", "add", "yard", "--label", "Back yard", "--json")
    assert ran.status == 0, ran.err
    account = ran.json
    assert (account["user"], account["port"], account["encryption"]) == ("yard", 2121, "none")
    assert len(account["password"]) == 16
    assert account["password"] not in config.read_text()
    assert config.read_text().startswith(before.rstrip())
    assert (config.stat().st_mode & 0o777, link.is_symlink()) == (0o640, True)
    added = tomllib.loads(config.read_text())["cameras"][1]
    assert (added["name"], added["user"], added["label"]) == ("yard", "yard", "Back yard")

    listed = run_command(config, "cameras", "list", "--json").json
    assert [camera["name"] for camera in listed] == ["porch", "yard"]
    assert "Back yard" in run_command(config, "cameras", "list").out
    assert run_command(config, "cameras", "remove", "yard").status == 0
    assert config.read_text() == before
    assert sorted(path.name for path in config.parent.iterdir()) == ["gateway.toml", "link.toml"]


def test_a_password_is_changed_and_every_comment_stays(config: Path) -> None:
    before = config.read_text()
    old = tomllib.loads(before)["cameras"][0]["password_hash"]
    changed = run_command(config, "cameras", "password", "porch", "--json")
    assert changed.status == 0, changed.err
    new = tomllib.loads(config.read_text())["cameras"][0]["password_hash"]
    assert verify_password(changed.json["password"], new)
    assert config.read_text() == before.replace(old, new)

    asked = run_command(config, "cameras", "password", "porch", "--ask-password", said="mine\n")
    assert asked.status == 0, asked.err
    assert "mine" not in asked.out
    again = tomllib.loads(config.read_text())["cameras"][0]["password_hash"]
    assert verify_password("mine", again)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["add", "Front Door"], "Front Door: a camera's name is 1 to 32 of a-z, 0-9 and -"),
        (["add", "porch"], "there is a camera porch already"),
        (["add", "yard", "--user", "porch"], "two cameras have the same user: porch"),
        (["add", "yard", "--profile", "none"], "camera yard has profile 'none'"),
        (["add", "yard", "--time-zone", "Berlin"], "not a time zone"),
        (["remove", "yard"], "there is no camera yard; there are: porch"),
        (["remove", "porch"], "porch is the last camera"),
        (["password", "yard"], "there is no camera yard; there are: porch"),
    ],
)
def test_what_would_break_the_settings_is_refused(config: Path, words: list[str], why: str) -> None:
    before = config.read_text()
    ran = run_command(config, "cameras", *words)
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err
    assert config.read_text() == before
    assert [path.name for path in config.parent.iterdir()] == ["gateway.toml"]


def test_a_name_is_explained(config: Path) -> None:
    name = "FI/record/MDalarm_20260830_152954.mkv"
    words = ["cameras", "test-name", name, "--arrived", "2026-08-30T13:30:00Z"]
    said = run_command(config, *words, "--camera", "porch", "--json").json
    assert (said["profile"], said["kind"], said["zone"]) == ("foscam-c1", "clip", "Europe/Berlin")
    assert said["camera_at"] == "2026-08-30T13:29:54.000Z"
    # The example's porch is not trusted; a name alone is read as if it were.
    assert said["recorded_at"] == "2026-08-30T13:30:00.000Z"
    drawn = run_command(config, *words, "--profile", "foscam-c1")
    assert "2026-08-30 15:29:54" in drawn.out
    nothing = run_command(config, "cameras", "test-name", "clip\x1b[31m.mkv")
    assert nothing.status == 1
    assert "\x1b" not in nothing.out
    assert "no date" in nothing.out
    dashed = ["cameras", "test-name", "--json", "--", "-rf --help 20260830_152954.mkv"]
    assert run_command(config, *dashed).json["local"] == "2026-08-30 15:29:54"
    assert run_command(config, *words, "--profile", "none").status == 2
    assert run_command(config, *words, "--camera", "none").status == 2


def test_a_name_is_explained_as_the_gateway_will_read_it(config: Path) -> None:
    text = config.read_text().replace('clock = "arrival"', 'clock = "trusted"\nbelieved_days = 30')
    config.write_text(text)
    words = ["cameras", "test-name", "MDalarm_20260810_152954.mkv", "--json"]
    words += ["--arrived", "2026-08-30T13:30:00Z"]
    assert run_command(config, *words).json["why"].endswith("19 days behind")
    said = run_command(config, *words, "--camera", "porch").json
    assert said["recorded_at"] == said["camera_at"] == "2026-08-10T13:29:54.000Z"


def test_a_new_camera_uploads_after_a_reload_and_a_test_clip_goes_all_the_way(
    gateway: RunningGateway, bucket: Bucket
) -> None:
    account = run_command(gateway.config, "cameras", "add", "shed", "--json").json
    assert account["port"] == gateway.ftp_port
    gateway.reload()
    words = ["cameras", "test-upload", "shed", "--json"]
    ran = run_command(gateway.config, *words, said=account["password"] + "\n")
    assert ran.status == 0, ran.out + ran.err
    steps = [step["step"] for step in ran.json["steps"]]
    assert steps[:3] == ["made", "logged in", "uploaded"]
    assert steps[-1] == "confirmed"
    assert {each.rendition for each in bucket.find(ran.json["name"])} >= {"thumb.jpg"}
    assert account["password"] not in ran.out + ran.err + gateway.log.read_text()

    refused = run_command(gateway.config, *words, said="wrong\n")
    assert refused.status == 1
    assert "refused" in refused.json["why"]
    waiting = ["cameras", "test-upload", "shed", "--within", "1"]
    bucket.answer_with = 503
    late = run_command(gateway.config, *waiting, said=account["password"] + "\n")
    assert late.status == 1
    assert "not confirmed within 1 s" in late.out


def test_an_account_renamed_keeps_the_camera_and_its_files(
    start: StartGateway, bucket: Bucket, clip: Path
) -> None:
    gateway = start(Plan(quiet_s=60))
    data = clip.read_bytes()
    with gateway.login("porch") as ftp:
        ftp.storbinary("STOR first.mkv", io.BytesIO(data[:1000]))
    renamed = gateway.config.read_text().replace('user = "porch"', 'user = "front-door"')
    gateway.config.write_text(renamed)
    gateway.reload()
    with pytest.raises(ftplib.error_perm):
        gateway.login("porch")
    with ftplib.FTP(timeout=20, encoding="utf-8") as ftp:
        ftp.connect("127.0.0.1", gateway.ftp_port)
        ftp.login("front-door", PASSWORD)
        assert ftp.nlst() == ["first.mkv"]
        ftp.storbinary("STOR second.mkv", io.BytesIO(data))
    wait_for(lambda: gateway.count("confirmed") == 1)
    assert {key.split("/")[2] for key in bucket.list_keys()} == {"porch"}
    assert gateway.query("SELECT DISTINCT camera FROM receipts") == ["porch"]
