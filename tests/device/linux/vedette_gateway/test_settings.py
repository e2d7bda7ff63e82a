"""Settings: what is taken, and how wrong ones are said."""

from importlib.resources import files
from pathlib import Path

import pytest
from vedette_gateway.settings import BadSettings, read_settings

from tests.device.linux.running import PASSWORD_HASH

GOOD = f"""
site = "home"
[cloud]
bucket = "media"
region = "eu-central-1"
[spool]
directory = "spool"
[[cameras]]
name = "porch"
user = "porch"
password_hash = "{PASSWORD_HASH}"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "gateway.toml"
    path.write_text(text, "utf-8")
    return path


def read_problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadSettings) as raised:
        read_settings(write(folder, text))
    return [
        problem.removeprefix(f"{folder / 'gateway.toml'}: ") for problem in raised.value.problems
    ]


def test_only_what_has_no_default_has_to_be_written(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, GOOD))
    assert settings.ftp.port == 2121
    assert settings.status.host == "127.0.0.1"
    assert settings.cameras[0].clock == "arrival"
    assert settings.spool.directory == tmp_path / "spool"


def test_the_example_of_the_package_is_good(tmp_path: Path) -> None:
    example = files("vedette_gateway").joinpath("example.toml").read_text("utf-8")
    assert read_settings(write(tmp_path, example)).site == "home"


def test_every_wrong_key_is_named_in_a_line_of_its_own(tmp_path: Path) -> None:
    text = GOOD.replace('"home"', '"Home!"').replace('region = "eu-central-1"\n', "")
    problems = read_problems(
        tmp_path, text.replace("[spool]", "[ftp]\nport = 70000\ncolour = 1\n[spool]")
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "site",
        "cloud.region",
        "ftp.port",
        "ftp.colour",
    ]
    assert all("\n" not in problem for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[spool]", "[ftp]\npassive_ports = [5, 4]\n[spool]", "ftp"),
        ("[spool]", "[ftp]\npassive_ports = [0, 4]\n[spool]", "ftp"),
        ("[spool]", '[status]\nhost = "0.0.0.0"\n[spool]', "status.host"),
        (
            "[spool]",
            '[ftp.tls]\ncertificate = "no.pem"\nkey = "no.key"\n[spool]',
            "ftp.tls.certificate",
        ),
        ('name = "porch"', 'name = "Porch"', "cameras[0].name"),
        ('user = "porch"', 'user = " porch"', "cameras[0].user"),
        # Its own name: the hash is another in every process.
        pytest.param(PASSWORD_HASH, "secret", "cameras[0].password_hash", id="password_hash"),
        ('user = "porch"', 'user = "porch"\ntime_zone = "Mars/Olympus"', "cameras[0].time_zone"),
        ('user = "porch"', 'user = "porch"\ntime_zone = "../passwd"', "cameras[0].time_zone"),
        ('user = "porch"', 'user = "porch"\nclock = "maybe"', "cameras[0].clock"),
        ("[[cameras]]", "[[camera]]", "cameras"),
    ],
)
def test_a_wrong_value_is_said_at_its_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    problems = read_problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(problem.startswith(f"{place}: ") for problem in problems), problems
    assert all("secret" not in problem for problem in problems)


def test_two_cameras_share_neither_name_nor_account(tmp_path: Path) -> None:
    second = GOOD[GOOD.index("[[cameras]]") :]
    assert read_problems(tmp_path, GOOD + second) == ["two cameras have the same name: porch"]
    other = second.replace('name = "porch"', 'name = "yard"')
    assert read_problems(tmp_path, GOOD + other) == ["two cameras have the same user: porch"]


def test_a_missing_file_and_bad_toml_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="No such file"):
        read_settings(tmp_path / "none.toml")
    assert read_problems(tmp_path, "site = ")[0].startswith("not TOML: ")
