"""What can be written of the other ways in, and what is refused with its key."""

from pathlib import Path

import pytest
from vedette_gateway.settings import BadSettings, Settings, read_settings

BASE = """
site = "home"
[cloud]
bucket = "clips"
region = "eu-central-1"
[spool]
directory = "spool"
[[cameras]]
name = "porch"
"""


def read(folder: Path, more: str) -> Settings:
    path = folder / "gateway.toml"
    path.write_text(BASE + more, "utf-8")
    return read_settings(path)


def refuse(folder: Path, more: str) -> str:
    with pytest.raises(BadSettings) as refused:
        read(folder, more)
    return " ".join(refused.value.problems)


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[[watch]]\ndirectory = "in/"\n'
        '[vsftpd]\nlog = "ftp.log"\n[[vsftpd.directories]]\ndirectory = "ftp/"\nusers = ["a"]\n'
        '[frigate]\nurl = "http://frigate:5000/"\ntoken_file = "token"\n'
        '[frigate.mqtt]\nhost = "broker"\npassword_file = "/etc/secret"\n',
    )
    assert settings.watch[0].directory == tmp_path / "in"
    assert settings.vsftpd is not None
    assert settings.vsftpd.log == tmp_path / "ftp.log"
    assert settings.vsftpd.directories[0].directory == tmp_path / "ftp"
    assert settings.frigate is not None
    assert settings.frigate.mqtt is not None
    assert settings.frigate.url == "http://frigate:5000"
    assert settings.frigate.token_file == tmp_path / "token"
    assert settings.frigate.mqtt.password_file == Path("/etc/secret")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('[[watch]]\ndirectory = "a"\ncamera = "garage"', "there is no camera garage"),
        ('[[watch]]\ndirectory = "a"\nfolders = { X = "yard" }', "there is no camera yard"),
        (
            '[[watch]]\ndirectory = "a"\ncamera = "porch"\nfolders = { X = "porch" }',
            "watch[0]: camera and folders exclude each other",
        ),
        (
            '[[watch]]\ndirectory = "a"\n[[watch]]\ndirectory = "a/b"',
            "/a/b",
        ),
        ('[[watch]]\ndirectory = "spool/incoming"', "/spool/incoming"),
        ('[frigate]\nurl = "frigate.local"', "frigate.url: has to look like"),
        ('[frigate]\nurl = "http://me:secret@frigate"', "frigate.url: holds a password"),
        (
            '[frigate]\nurl = "http://frigate"\nuser = "a"',
            "frigate: user and password_file go together",
        ),
        ('[frigate]\nurl = "http://frigate"\ncameras = { a = "b" }', "there is no camera b"),
        ('[vsftpd]\nlog = "a"\ndirectories = []', "vsftpd.directories: "),
    ],
)
def test_what_cannot_work_is_refused(tmp_path: Path, more: str, why: str) -> None:
    text = refuse(tmp_path, more)
    assert why in text
    assert "secret" not in text


def test_a_camera_has_an_account_or_none(tmp_path: Path) -> None:
    assert read(tmp_path, "").cameras[0].user is None
    assert "user and password_hash go together" in refuse(tmp_path, 'user = "porch"')
