"""Simulated cameras against a real FTP server."""

import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import pytest
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

from local.cameras.camera import Camera
from local.cameras.letters import dots_of
from local.cameras.pictures import Look, make_clip, make_still, stamp_clip
from local.cameras.settings import Account, CamerasSettings
from local.foreign import Foreign

AT = datetime(2026, 11, 21, 4, 26, 14, tzinfo=UTC)
SIZE = (640, 360)
PORCH = Look("porch", 0)


class Server:
    """Keeps what two cameras upload, each in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        authorizer: Foreign = DummyAuthorizer()
        for name in ("porch", "garden"):
            (folder / name).mkdir()
            authorizer.add_user(name, f"{name}-secret", str(folder / name), perm="elradfmw")
        handler: Any = type("Handler", (FTPHandler,), {"authorizer": authorizer})
        self._server: Foreign = FTPServer(("127.0.0.1", 0), handler)
        self.port: int = self._server.address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"timeout": 0.1, "handle_exit": False},
            daemon=True,
        )
        self._thread.start()

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.glob(pattern))

    def close(self) -> None:
        self._server.close_all()
        self._thread.join()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "ftp"
    folder.mkdir()
    running = Server(folder)
    yield running
    running.close()


def settings_of(server: Server, films: Path, **changed: object) -> CamerasSettings:
    accounts = [
        Account(name=name, user=name, password=f"{name}-secret") for name in ("porch", "garden")
    ]
    values = {
        "host": "127.0.0.1",
        "port": server.port,
        "films": films,
        "accounts": accounts,
        "width": SIZE[0],
        "height": SIZE[1],
        "clip_seconds": 1.0,
        "pause_seconds": (0.2, 0.4),
    }
    return CamerasSettings.model_validate(values | changed)


def wait_for(what: str, look: Callable[[], bool], seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
        time.sleep(0.05)


def frames_of(content: bytes) -> list[bytes]:
    """Every picture of a file as grey bytes of 64 by 36."""
    with av.open(io.BytesIO(content)) as container:
        source: Foreign = container
        return [bytes(frame.reformat(64, 36, "gray").planes[0]) for frame in source.decode(video=0)]


def test_a_clip_is_h264_and_aac_in_matroska_and_moves(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    make_clip(path, PORCH, 1, SIZE, 2.0)
    with av.open(str(path)) as container:
        assert "matroska" in container.format.name
        assert [stream.codec_context.name for stream in container.streams] == ["h264", "aac"]
    frames = frames_of(path.read_bytes())
    assert len(frames) == 30
    changed = [
        abs(before - after) > 60 for before, after in zip(frames[0], frames[20], strict=True)
    ]
    assert sum(changed) > 20


def test_cameras_and_their_films_look_different(tmp_path: Path) -> None:
    pictures: set[bytes] = set()
    films = (("porch", 0, 0), ("porch", 0, 1), ("garden", 1, 0), ("garage", 2, 0))
    for name, scene, number in films:
        path = tmp_path / f"{name}-{number}.mkv"
        make_clip(path, Look(name, scene), number, SIZE, 0.2)
        pictures.add(frames_of(path.read_bytes())[0])
    assert len(pictures) == 4


def test_the_same_film_at_another_time_is_another_file_with_the_same_picture(
    tmp_path: Path,
) -> None:
    path = tmp_path / "film.mkv"
    make_clip(path, PORCH, 1, SIZE, 0.5)
    first, second = stamp_clip(path, AT), stamp_clip(path, AT.replace(second=15))
    assert first != second
    assert frames_of(first) == frames_of(second) == frames_of(path.read_bytes())


def test_a_still_is_a_jpeg(tmp_path: Path) -> None:
    still = make_still(PORCH, 1, SIZE)
    assert still[:3] == b"\xff\xd8\xff"
    (tmp_path / "still.jpg").write_bytes(still)
    with av.open(str(tmp_path / "still.jpg")) as container:
        assert container.streams[0].codec_context.name == "mjpeg"


def test_every_letter_of_a_camera_s_name_has_its_own_dots() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    drawn = {tuple(dots_of(letter)) for letter in letters}
    assert len(drawn) == len(letters)
    assert () not in drawn


def test_an_upload_is_named_and_placed_as_foscam_does(server: Server, tmp_path: Path) -> None:
    settings = settings_of(server, tmp_path)
    camera = Camera(settings, settings.accounts[0], lambda: AT)
    camera.upload(0)
    camera.upload(1)
    (clip,) = server.files("porch/record/*")
    (still,) = server.files("porch/snap/*")
    assert clip.name == "MDalarm_20261121_042614.mkv"
    assert still.name == "MDAlarm_20261121-042614.jpg"
    assert frames_of(clip.read_bytes())
    assert not server.files("garden/*")


def test_all_cameras_upload_again_and_again_until_they_are_stopped(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "cameras.json"
    settings_of(server, tmp_path / "films").write(file)
    assert file.stat().st_mode & 0o777 == 0o600
    process = subprocess.Popen([sys.executable, "-m", "local.cameras", str(file)])

    def both_uploaded_twice() -> bool:
        return all(len(server.files(f"{name}/record/*")) >= 2 for name in ("porch", "garden"))

    wait_for("two clips of each camera", both_uploaded_twice)
    process.terminate()
    assert process.wait(10) == 0
    assert len(list((tmp_path / "films").glob("*.mkv"))) >= 4


def test_a_camera_that_is_not_let_in_tries_again(server: Server, tmp_path: Path) -> None:
    account = Account(name="porch", user="porch", password="wrong")
    camera = Camera(settings_of(server, tmp_path), account, lambda: AT)
    pauses: list[float] = []

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 3

    camera.run(pause)
    assert len(pauses) == 3
    assert all(0.2 <= seconds <= 0.4 for seconds in pauses)
    assert not server.files("porch/*")


def test_the_settings_are_json_that_a_process_can_read_back(server: Server, tmp_path: Path) -> None:
    settings = settings_of(server, tmp_path)
    settings.write(tmp_path / "file")
    assert json.loads((tmp_path / "file").read_text())["port"] == server.port
    assert CamerasSettings.model_validate_json((tmp_path / "file").read_text()) == settings
