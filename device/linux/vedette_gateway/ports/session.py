"""One camera's FTP session: an upload is acknowledged when it is durable."""

import errno
import socket
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from vedette_gateway.logs import Log
from vedette_gateway.ports.door import Door
from vedette_gateway.ports.jail import Jail
from vedette_gateway.ports.syncing import Syncer

_NAME_SHOWN_MAX = 64
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
# Cameras wait for an answer; some send the next command or two ahead.
_COMMANDS_HELD_MAX = 32


class Bytes(DTPHandler):
    """Takes bytes as they come: "translating" line ends would damage every picture."""

    cmd_channel: "Session"

    def enable_receiving(self, type: str, cmd: str) -> None:
        del type
        super().enable_receiving("i", cmd)

    def handle_close(self) -> None:
        if self._closed or not self.receive:
            super().handle_close()
            return
        self.transfer_finished = True
        self.cmd_channel.begin_conclusion(self)
        self.close()

    @property
    def is_answered(self) -> bool:
        """Whether the camera was told what became of its upload, which is nothing good."""
        return bool(self._resp)


class TlsBytes(TLS_DTPHandler, Bytes):
    pass


class Session(FTPHandler):
    """What both kinds of session have in common. Hooks only enqueue: they run in the IO loop.

    From the last byte of an upload until it is durable the camera waits for its answer: commands
    it sends meanwhile wait too.
    """

    abstracted_fs = Jail
    banner = "Vedette gateway"
    door: Door
    has_room: Callable[[], bool]
    logbook: Log
    logged_in: dict[str, list["Session"]]
    max_per_camera: int
    syncer: Syncer

    def __init__(self, conn: socket.socket, server: FTPServer, ioloop: IOLoop) -> None:
        self.begun: list[Path] = []
        self.concluding: Bytes | None = None
        self.held_back: deque[tuple[str, str, str]] = deque()
        super().__init__(conn, server, ioloop)

    def on_login(self, username: str) -> None:
        # A camera that lost power comes back while its old connections still look alive.
        self._leave()
        known = self.logged_in.setdefault(username, [])
        known.append(self)
        surplus = known[: -self.max_per_camera]
        idle = [each for each in known[:-1] if each.is_idle()]
        for each in idle[: len(surplus)] if len(idle) >= len(surplus) else [self]:
            self.logbook.warning("too many connections of a camera", user=username)
            each.respond("421 Too many connections of this camera.")
            each.close_when_done()
            each._leave()

    def on_login_failed(self, username: str, password: str) -> None:
        del password
        self.logbook.warning(
            "login failed", user=username[:_NAME_SHOWN_MAX], address=self.remote_ip
        )

    def is_idle(self) -> bool:
        return self.data_channel is None and self.concluding is None and not self.begun

    def begin_conclusion(self, channel: Bytes) -> None:
        """The last byte of an upload has come."""
        self.concluding = channel

    def on_file_received(self, file: str) -> None:
        self._forget(file)
        channel = self.concluding
        is_answered = channel is None or channel.is_answered
        done = partial(self._plan_conclusion, Path(file), is_answered)
        self.syncer.put(Path(file), done)

    def on_incomplete_file_received(self, file: str) -> None:
        self._forget(file)
        self.door.abandon(Path(file))

    def on_disconnect(self) -> None:
        # Uploads for which the camera never opened a data connection.
        for held in self.begun:
            self.door.abandon(held)
        self.begun = []
        self._leave()

    def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
        if self.concluding is None:
            super().pre_process_command(line, cmd, arg)
        elif len(self.held_back) < _COMMANDS_HELD_MAX:
            self.held_back.append((line, cmd, arg))
        else:
            self.close()

    def ftp_STOR(self, file: str, mode: str = "w") -> str | None:
        return super().ftp_STOR(file, mode) if self._has_room() else None

    def ftp_STOU(self, line: str) -> str | None:
        return super().ftp_STOU(line) if self._has_room() else None

    def _on_dtp_close(self) -> None:
        if self.concluding is None:
            super()._on_dtp_close()
        else:
            self.data_channel = None

    def _plan_conclusion(self, held: Path, is_answered: bool, failure: OSError | None) -> None:
        # What goes wrong in a scheduled call ends this session and no other.
        self.ioloop.call_later(
            0, self._conclude, held, is_answered, failure, _errback=self.handle_error
        )

    def _conclude(self, held: Path, is_answered: bool, failure: OSError | None) -> None:
        is_awaited = not is_answered and not self._closed
        if failure is None:
            self.door.finish(held, is_acknowledged=is_awaited)
        else:
            why = str(failure.strerror)
            self.logbook.error("upload cannot be made durable", user=self.username, why=why)
            self.door.abandon(held)
        self.concluding = None
        if self._closed:
            return
        if is_awaited:
            self.respond(_answer(failure))
        super()._on_dtp_close()
        while self.held_back and self.concluding is None and not self._closed:
            self.pre_process_command(*self.held_back.popleft())

    def _has_room(self) -> bool:
        if self.has_room():
            return True
        self.logbook.error("upload refused", why="the disk is nearly full", user=self.username)
        self.respond("452 Insufficient storage space.")
        return False

    def _leave(self) -> None:
        for known in self.logged_in.values():
            if self in known:
                known.remove(self)

    def _forget(self, file: str) -> None:
        held = Path(file)
        if held in self.begun:
            self.begun.remove(held)


class TlsSession(Session, TLS_FTPHandler):
    pass


def _answer(failure: OSError | None) -> str:
    if failure is None:
        return "226 Transfer complete."
    if failure.errno in _NO_SPACE:
        return "452 Insufficient storage space."
    return "451 The file could not be written to the disk."
