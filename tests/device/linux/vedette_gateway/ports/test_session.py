"""The answer to an upload, on a disk that takes its time or fails."""

import contextlib
import errno
import ftplib
import io
import os
import select
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Arrival, Door, Renaming
from vedette_gateway.ports.ftp import FtpServer
from vedette_gateway.settings import Camera, Ftp

from tests.device.linux.running import PASSWORD, PASSWORD_HASH, wait_for
from tests.device.linux.trouble import MIB

CAMERAS = ("porch", "yard")
WITHIN_S = 20


class SlowDisk(Spool):
    """Files of the porch are durable when `is_done`; with `error`, never."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.is_done = threading.Event()
        self.asked: list[Path] = []
        self.error = 0

    def secure(self, held: Path) -> None:
        self.asked.append(held)
        if held.parent.parent.name == "porch":
            assert self.is_done.wait(WITHIN_S)
            if self.error:
                raise OSError(self.error, os.strerror(self.error))
        super().secure(held)


class Served:
    """A server in a thread of this process, and what it said of files."""

    def __init__(self, root: Path) -> None:
        self.disk = SlowDisk(root)
        self.disk.open(CAMERAS)
        self.events: list[Arrival | Renaming] = []
        self.has_spare = True
        self.door = Door(self.disk, self.events.append, lambda: self.has_spare)
        cameras = [Camera(name=each, user=each, password_hash=PASSWORD_HASH) for each in CAMERAS]
        settings = Ftp(host="127.0.0.1", port=0, passive_ports=(43000, 43999))
        log = Log(sys.stderr, "json")
        self.ftp = FtpServer(settings, cameras, self.disk, self.door, lambda: True, log)
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self.ftp.serve, args=(self._is_stopping.is_set,))
        self._thread.start()

    def close(self) -> None:
        self.disk.is_done.set()
        self._is_stopping.set()
        self._thread.join(WITHIN_S)
        assert not self._thread.is_alive()

    def login(self, camera: str = "porch") -> ftplib.FTP:
        client = ftplib.FTP(timeout=WITHIN_S, encoding="utf-8")
        client.connect("127.0.0.1", self.ftp.port)
        client.login(camera, PASSWORD)
        return client

    @contextlib.contextmanager
    def send(self) -> Generator[ftplib.FTP]:
        """A client of the porch that has sent all of a.mkv, on its way to the disk."""
        with self.login() as client:
            client.voidcmd("TYPE I")
            with client.transfercmd("STOR a.mkv") as channel:
                channel.sendall(b"clip")
            wait_for(lambda: self.disk.asked)
            yield client


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "spool")
    yield server
    server.close()


def test_an_upload_is_acknowledged_when_it_is_durable_and_others_do_not_wait_for_it(
    served: Served,
) -> None:
    with served.send() as client:
        with served.login("yard") as other:
            assert other.storbinary("STOR b.mkv", io.BytesIO(b"clip")).startswith("226")
        assert not has_answer(client)
        assert list_arrivals(served) == [("yard", True)]
        (held,) = (each for each in served.disk.asked if "porch" in each.parts)
        assert served.door.is_writing(held.parent.name)
        served.disk.is_done.set()
        assert client.getresp().startswith("226")
    assert list_arrivals(served) == [("yard", True), ("porch", True)]
    assert not served.door.is_writing(held.parent.name)


@pytest.mark.parametrize(("error", "answer"), [(errno.EIO, "451"), (errno.ENOSPC, "452")])
def test_an_upload_that_cannot_be_made_durable_is_refused_and_its_file_stays(
    served: Served, error: int, answer: str
) -> None:
    served.disk.error = error
    with served.send() as client:
        served.disk.is_done.set()
        with pytest.raises(ftplib.error_temp, match=f"^{answer}"):
            client.getresp()
        (held,) = served.disk.asked
        assert served.events == []
        assert held.read_bytes() == b"clip"
        assert not served.door.is_writing(held.parent.name)
        served.disk.error = 0
        assert client.storbinary("STOR a.mkv", io.BytesIO(b"clip")).startswith("226")


def test_what_a_camera_says_before_its_upload_is_durable_is_answered_behind_it(
    served: Served,
) -> None:
    with served.send() as client:
        client.putcmd("NOOP")
        client.putcmd("ABOR")
        client.putcmd("PWD")
        with served.login("yard") as other:
            assert other.pwd() == "/"
        assert not has_answer(client)
        served.disk.is_done.set()
        answers = [client.getresp()[:3] for _ in range(4)]
    assert answers == ["226", "200", "225", "257"]
    assert list_arrivals(served) == [("porch", True)]


def test_a_camera_that_quits_before_its_upload_is_durable_still_gets_its_answer(
    served: Served,
) -> None:
    with served.send() as client:
        client.putcmd("QUIT")
        served.disk.is_done.set()
        assert [client.getresp()[:3] for _ in range(2)] == ["226", "221"]
        with pytest.raises(EOFError):
            client.getresp()


@pytest.mark.parametrize("last_words", ["", "NOOP\r\n" * 100], ids=["silent", "babbling"])
def test_a_camera_that_is_gone_before_its_upload_is_durable_has_sent_it_all_the_same(
    served: Served, last_words: str
) -> None:
    with contextlib.suppress(OSError, EOFError), served.send() as client:
        assert client.sock is not None
        client.sock.sendall(last_words.encode())
        client.close()
    # Behind the lost connection in the same loop.
    served.login("yard").close()
    assert served.events == []
    served.disk.is_done.set()
    wait_for(lambda: served.events)
    assert list_arrivals(served) == [("porch", False)]


def test_an_upload_that_takes_what_the_journal_needs_is_broken_off_and_what_came_stays(
    served: Served,
) -> None:
    served.has_spare = False
    # A client that is told by a reset leaves the answer unread.
    with contextlib.closing(served.login("yard")) as client:
        assert client.storbinary("STOR small.mkv", io.BytesIO(b"clip")).startswith("226")
        with pytest.raises((ftplib.error_temp, OSError), match=r"426|reset|[Bb]roken"):
            client.storbinary("STOR large.mkv", io.BytesIO(bytes(MIB)))
    assert list_arrivals(served) == [("yard", True)]
    (large,) = (each.path for each in served.disk.list_held() if each.path.name == "large.mkv")
    assert large.stat().st_size < MIB
    wait_for(lambda: not served.door.is_writing(large.parent.name))


def has_answer(client: ftplib.FTP) -> bool:
    assert client.sock is not None
    return bool(select.select([client.sock], [], [], 0)[0])


def list_arrivals(served: Served) -> list[tuple[str, bool]]:
    """Cameras, and whether they were told; durable all of them."""
    arrivals = [each for each in served.events if isinstance(each, Arrival)]
    assert all(each.is_durable for each in arrivals)
    return [(each.camera, each.is_acknowledged) for each in arrivals]
