"""Changes of the settings file: comments and order stay, and it is never half written."""

import os
import shutil
from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

import tomlkit

from vedette_gateway.settings import BadSettings, read_settings


def add_camera(config: Path, values: Mapping[str, str]) -> None:
    """A new [[cameras]] table behind the others. Raises BadSettings, with the file as it was."""
    document = _parse(config)
    made = tomlkit.table()
    for key, value in values.items():
        made.add(key, value)
    if "cameras" not in document:
        document.add("cameras", tomlkit.aot())
    _list_cameras(document).append(made)
    _replace(config, document)


def remove_camera(config: Path, name: str) -> None:
    """Raises BadSettings, with the file as it was."""
    document = _parse(config)
    cameras = _list_cameras(document)
    del cameras[_find_place(config, cameras, name)]
    _replace(config, document)


def set_password(config: Path, name: str, password_hash: str) -> None:
    """Raises BadSettings, with the file as it was."""
    document = _parse(config)
    cameras = _list_cameras(document)
    cameras[_find_place(config, cameras, name)]["password_hash"] = password_hash
    _replace(config, document)


def _find_place(config: Path, cameras: Sequence[Mapping[str, object]], name: str) -> int:
    for place, camera in enumerate(cameras):
        if camera["name"] == name:
            return place
    raise BadSettings([f"{config}: there is no camera {name}"])


def _list_cameras(document: tomlkit.TOMLDocument) -> MutableSequence[MutableMapping[str, object]]:
    return cast(MutableSequence[MutableMapping[str, object]], document["cameras"])


def _parse(config: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(config.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings([f"{config}: {error}"]) from None


def _replace(config: Path, document: tomlkit.TOMLDocument) -> None:
    # Through links, to where the file is; a gateway that reads meanwhile sees the old or the new.
    target = config.resolve()
    seen = target.stat()
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        new = Path(file.name)
    except OSError as error:
        raise BadSettings([f"{config}: cannot be written: {error.strerror}"]) from None
    try:
        read_settings(new)
        shutil.copymode(target, new)
        if (seen.st_uid, seen.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(new, seen.st_uid, seen.st_gid)
        new.replace(target)
    except BadSettings as error:
        name = str(new)
        raise BadSettings([each.replace(name, str(config)) for each in error.problems]) from None
    except OSError as error:
        raise BadSettings([f"{config}: cannot be replaced: {error.strerror}"]) from None
    finally:
        new.unlink(missing_ok=True)
