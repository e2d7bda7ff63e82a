"""The archive of functions: the same bytes each time, for Lambda's processor, and nothing more."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from infra.package import functions_archive, web

ROOT = Path(__file__).resolve().parents[2]
ELF_MACHINE_OFFSET = 18
AARCH64 = 183


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return functions_archive(ROOT, tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_two_builds_have_the_same_bytes_and_name(archive: Path, tmp_path: Path) -> None:
    again = functions_archive(ROOT, tmp_path)
    assert again.name == archive.name
    assert again.read_bytes() == archive.read_bytes()


def test_what_has_not_changed_is_not_built_again(archive: Path) -> None:
    before = archive.stat().st_mtime_ns
    assert functions_archive(ROOT, archive.parent) == archive
    assert archive.stat().st_mtime_ns == before
    assert list(archive.parent.iterdir()) == [archive], "nothing of a build stays behind"


def test_the_functions_and_the_contract_are_in_it(contents: dict[str, bytes]) -> None:
    for path in ("functions/clips/handler.py", "functions/settings.py", "contract/names.py"):
        assert contents[path] == (ROOT / path).read_bytes()
    assert "aws_lambda_powertools/__init__.py" in contents
    assert "pydantic/__init__.py" in contents
    assert "jwt/__init__.py" in contents


def test_nothing_is_in_it_that_lambda_has_or_nobody_needs(contents: dict[str, bytes]) -> None:
    top = {name.split("/")[0] for name in contents}
    assert not top & {"boto3", "botocore", "s3transfer", "infra", "local", "tests", "bin"}
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in contents)
    assert not any(name.endswith(("direct_url.json", "RECORD", "INSTALLER")) for name in contents)


def test_every_library_is_for_arm64(contents: dict[str, bytes]) -> None:
    libraries = {name: data for name, data in contents.items() if data[:4] == b"\x7fELF"}
    assert any("pydantic_core" in name for name in libraries)
    for name, data in libraries.items():
        (machine,) = struct.unpack_from("<H", data, ELF_MACHINE_OFFSET)
        assert machine == AARCH64, name
        if ".cpython-" in name:
            assert ".cpython-313-" in name, name


def test_lambdas_user_may_read_every_file(archive: Path) -> None:
    with zipfile.ZipFile(archive) as pack:
        for entry in pack.infolist():
            assert (entry.external_attr >> 16) & 0o444 == 0o444, entry.filename


def test_the_archive_fits_lambda(archive: Path, contents: dict[str, bytes]) -> None:
    # docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    assert archive.stat().st_size < 50_000_000
    assert sum(map(len, contents.values())) < 250_000_000


def test_a_changed_source_is_another_archive(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "root"
    for path in ("pyproject.toml", "uv.lock", "README.md", "device/linux/pyproject.toml"):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes((ROOT / path).read_bytes())
    (copy / "functions").mkdir()
    (copy / "functions" / "one.py").write_text("X = 1\n")
    first = functions_archive(copy, tmp_path / "build")
    (copy / "functions" / "one.py").write_text("X = 2\n")
    second = functions_archive(copy, tmp_path / "build")
    assert len({archive.name, first.name, second.name}) == 3
    with zipfile.ZipFile(second) as pack:
        assert pack.read("functions/one.py") == b"X = 2\n"


def test_a_web_app_that_is_built_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "web" / "dist").mkdir(parents=True)
    (tmp_path / "web" / "dist" / "index.html").write_text("built")
    assert web(tmp_path) == tmp_path / "web" / "dist"


def test_a_web_app_that_is_older_than_its_sources_is_built_again(tmp_path: Path) -> None:
    """Else an update would deliver the old one."""
    built, source = tmp_path / "web/dist/index.html", tmp_path / "web/src/app.tsx"
    library = tmp_path / "web/node_modules/one.js"
    for path in (built, source, library):
        path.parent.mkdir(parents=True)
        path.write_text("old")
    (tmp_path / "Makefile").write_text(".PHONY: web\nweb:\n\techo new > web/dist/index.html\n")
    for path, time_s in ((source, 1000), (built, 2000), (library, 3000)):
        os.utime(path, (time_s, time_s))
    web(tmp_path)
    assert built.read_text() == "old"
    os.utime(source, (4000, 4000))
    web(tmp_path)
    assert built.read_text() == "new\n"


def test_a_web_app_that_is_not_built_is_made(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("web:\n\tmkdir -p web/dist && touch web/dist/index.html\n")
    assert (web(tmp_path) / "index.html").exists()
