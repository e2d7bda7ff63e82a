"""Cameras: plain FTP clients, together in a process of their own.

They send the same recording, each time with other bytes behind it that players pass over: a gateway
knows the same content again. Sending is the kernel's work as far as possible, so that the server
has the processor.
"""

import ftplib
import multiprocessing
import socket
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_ANSWER_S = 120


@dataclass(frozen=True)
class Account:
    """Of one camera; `folder` is where it stores."""

    user: str
    password: str
    folder: str


class Camera:
    """Logged in on construction. Each upload is begun, half of it sent, and finished."""

    def __init__(self, port: int, account: Account) -> None:
        self._ftp = ftplib.FTP(timeout=_ANSWER_S, encoding="utf-8")
        self._ftp.connect("127.0.0.1", port)
        self._ftp.login(account.user, account.password)
        self._ftp.cwd(account.folder)
        self._ftp.voidcmd("TYPE I")
        self._data: socket.socket | None = None
        self._name = ""

    def begin(self, file: Path, name: str) -> None:
        self._name = name
        self._data = self._ftp.transfercmd(f"STOR {name}")
        with file.open("rb") as content:
            self._data.sendfile(content, 0, file.stat().st_size // 2)

    def finish(self, file: Path) -> None:
        """Returns when the server said that it has the file."""
        if self._data is None:
            raise RuntimeError("nothing was begun")
        with self._data as data, file.open("rb") as content:
            data.sendfile(content, file.stat().st_size // 2)
            data.sendall(mark(self._name))
        self._ftp.voidresp()

    def store(self, file: Path, names: Sequence[str]) -> None:
        for name in names:
            self.begin(file, name)
            self.finish(file)

    def close(self) -> None:
        self._ftp.close()


def mark(name: str) -> bytes:
    """An EBML void element that says who it is; it may follow any Matroska file."""
    return b"\xec" + bytes([0x80 | len(name)]) + name.encode()


class Cameras:
    """The process, from outside; `connecting` gives one."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def store(self, file: Path, count: int) -> float:
        """All together send so many files; seconds from the first STOR to the last 226."""
        return self._ask("store", file, count)

    def begin(self, file: Path) -> None:
        """Each sends half a file."""
        self._ask("begin", file, 0)

    def finish(self, file: Path) -> None:
        self._ask("finish", file, 0)

    def _ask(self, *order: object) -> float:
        self._pipe.send(order)
        return float(self._pipe.recv())


@contextmanager
def connecting(port: int, accounts: Sequence[Account]) -> Generator[Cameras]:
    """All are logged in, and stay so until the context is left."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, port, list(accounts)), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.recv()
        yield Cameras(ours)
        ours.send(None)
        process.join(_ANSWER_S)
    finally:
        process.kill()
        process.join()


def _serve(pipe: "Connection[Any, Any]", port: int, accounts: Sequence[Account]) -> None:
    cameras = [Camera(port, account) for account in accounts]
    pipe.send(len(cameras))
    while (order := pipe.recv()) is not None:
        verb, file, count = order
        began = time.perf_counter()
        if verb == "store":
            with ThreadPoolExecutor(len(cameras)) as pool:
                jobs = [
                    pool.submit(camera.store, file, _list_names(first, count, len(cameras)))
                    for first, camera in enumerate(cameras)
                ]
            for job in jobs:
                job.result()
        for number, camera in enumerate(cameras):
            if verb == "begin":
                camera.begin(file, f"begun-{number}.mkv")
            elif verb == "finish":
                camera.finish(file)
        pipe.send(time.perf_counter() - began)
    for camera in cameras:
        camera.close()


def _list_names(first: int, count: int, step: int) -> list[str]:
    return [f"{number}.mkv" for number in range(first, count, step)]
