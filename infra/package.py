"""What is built before it is declared: the functions' archive and the web app."""

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pulumi

from infra.commands import run

PYTHON = "3.13"
PLATFORM = "aarch64-manylinux2014"
# The Lambda runtime brings these, newer than any archive would stay.
_IN_THE_RUNTIME = ("boto3", "botocore", "s3transfer")
_SOURCES = ("contract", "functions")
# Zip knows no earlier time; any fixed one makes equal content equal bytes.
_MTIME = (1980, 1, 1, 0, 0, 0)
# What an installer writes about itself: its name, its time, where it took the wheel from.
_OF_THE_INSTALLER = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json")


def functions(root: Path) -> pulumi.Archive:
    """The archive of all functions, built if its parts have changed."""
    return pulumi.FileArchive(str(functions_archive(root, root / "build")))


def functions_archive(root: Path, build: Path) -> Path:
    """Build the archive for Lambda on arm64; equal sources and lock file give equal bytes.

    It is named after its content and is not built twice. Raises pulumi.RunError if uv fails.
    """
    requirements = _requirements(root)
    path = build / f"functions-{_digest(root, requirements)}.zip"
    if path.exists():
        return path
    build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build) as scratch:
        installed = Path(scratch, "installed")
        _install(requirements, installed, Path(scratch, "requirements.txt"))
        unfinished = Path(scratch, "functions.zip")
        _write(unfinished, {**_tree(installed), **_sources(root)})
        unfinished.replace(path)
    return path


def web(root: Path) -> Path:
    """The web app's build, made by `make web` if there is none or a source is newer."""
    dist = root / "web" / "dist"
    built = dist / "index.html"
    if not built.exists() or _changed_s(root / "web") > built.stat().st_mtime:
        run("make", "web", directory=root)
    return dist


def _changed_s(folder: Path) -> float:
    newest = 0.0
    for path, names, files in os.walk(folder):
        if Path(path) == folder:
            names[:] = [name for name in names if name not in ("dist", "node_modules")]
        newest = max([newest, *(Path(path, file).stat().st_mtime for file in files)])
    return newest


def _requirements(root: Path) -> str:
    unwanted = [part for name in _IN_THE_RUNTIME for part in ("--no-emit-package", name)]
    return run(
        *("uv", "export", "--frozen", "--quiet", "--only-group", "functions"),
        *("--no-emit-project", "--no-header", "--no-annotate", *unwanted),
        directory=root,
    )


def _install(requirements: str, target: Path, listed: Path) -> None:
    listed.write_text(requirements)
    run(
        *("uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
        *("--python-platform", PLATFORM, "--python-version", PYTHON, "--only-binary", ":all:"),
        *("--target", str(target), "--requirements", str(listed)),
        directory=listed.parent,
    )


def _digest(root: Path, requirements: str) -> str:
    digest = hashlib.sha256(f"{PYTHON} {PLATFORM}\n{requirements}".encode())
    # The recipe decides the content as well.
    for name, path in sorted({**_sources(root), "recipe": Path(__file__)}.items()):
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> dict[str, Path]:
    return {
        path.relative_to(root).as_posix(): path
        for folder in _SOURCES
        for path in (root / folder).rglob("*.py")
    }


def _tree(installed: Path) -> dict[str, Path]:
    return {path.relative_to(installed).as_posix(): path for path in _wanted(installed)}


def _wanted(installed: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(installed):
        unwanted = ("__pycache__", "bin") if Path(folder) == installed else ("__pycache__",)
        names[:] = [name for name in names if name not in unwanted]
        of_installer = folder.endswith(".dist-info")
        for file in files:
            if not (of_installer and file in _OF_THE_INSTALLER) and file != ".lock":
                yield Path(folder, file)


def _write(archive: Path, files: dict[str, Path]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _MTIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Lambda runs as another user: it must be able to read, and to load libraries.
            entry.external_attr = (0o755 if re.search(r"\.so(\.|$)", name) else 0o644) << 16
            with path.open("rb") as source, pack.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
