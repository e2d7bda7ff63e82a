"""The FTP and FTPS server: one account and one jail a camera."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.exceptions import AuthenticationFailed
from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from vedette_gateway.errors import Rejected
from vedette_gateway.logs import Log
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Door
from vedette_gateway.ports.jail import Jail
from vedette_gateway.ports.logins import Logins
from vedette_gateway.settings import Camera, Ftp, Tls

# Change directory, list, append, make directory, store, rename; not read, not delete.
_PERMISSIONS = "elamwf"
_POLL_S = 0.25
_NAME_SHOWN_MAX = 64


class FtpServer:
    """Listens from the moment it is made; `serve` is the only thread that touches a session.

    Raises OSError when the port is taken, Rejected when the certificate cannot be used.
    """

    def __init__(
        self,
        settings: Ftp,
        cameras: Sequence[Camera],
        spool: Spool,
        door: Door,
        has_room: Callable[[], bool],
        log: Log,
    ) -> None:
        first, last = settings.passive_ports
        session = _TlsSession if settings.tls else _PlainSession
        configured = type(
            "Session",
            (session,),
            {
                "authorizer": _Accounts(cameras, spool),
                "door": door,
                "has_room": staticmethod(has_room),
                "logbook": log,
                "passive_ports": range(first, last + 1),
                "masquerade_address": settings.masquerade_address,
                "timeout": settings.idle_s,
                **(_secure(settings.tls) if settings.tls else {}),
            },
        )
        address = (settings.host, settings.port)
        self._server = FTPServer(address, cast(type[FTPHandler], configured), ioloop=IOLoop())
        self._server.max_cons = settings.max_connections
        self._server.max_cons_per_ip = settings.max_connections_per_address
        self.port = int(self._server.address[1])

    def serve(self, is_stopping: Callable[[], bool]) -> None:
        """Return, with every connection closed, soon after `is_stopping` says so."""
        try:
            while not is_stopping():
                self._server.serve_forever(timeout=_POLL_S, blocking=False, handle_exit=False)
        finally:
            self._server.close_all()


class _Accounts(DummyAuthorizer):
    def __init__(self, cameras: Sequence[Camera], spool: Spool) -> None:
        super().__init__()
        self._logins = Logins({camera.user: camera.password_hash for camera in cameras})
        for camera in cameras:
            jail = str(spool.incoming / camera.name)
            self.add_user(camera.user, "", jail, perm=_PERMISSIONS)

    def validate_authentication(self, username: str, password: str, handler: FTPHandler) -> None:
        if not self._logins.verify(username, password, handler.remote_ip):
            raise AuthenticationFailed("Authentication failed.")


class _Session(FTPHandler):
    """What both kinds of session have in common. Hooks only enqueue: they run in the IO loop."""

    abstracted_fs = Jail
    banner = "Vedette gateway"
    door: Door
    has_room: Callable[[], bool]
    logbook: Log
    begun: list[Path]

    def on_connect(self) -> None:
        self.begun = []

    def on_login_failed(self, username: str, password: str) -> None:
        del password
        self.logbook.warning(
            "login failed", user=username[:_NAME_SHOWN_MAX], address=self.remote_ip
        )

    def on_file_received(self, file: str) -> None:
        self._forget(file)
        self.door.finish(Path(file))

    def on_incomplete_file_received(self, file: str) -> None:
        self._forget(file)
        self.door.abandon(Path(file))

    def on_disconnect(self) -> None:
        # Uploads for which the camera never opened a data connection.
        for held in self.begun:
            self.door.abandon(held)
        self.begun = []

    def ftp_STOR(self, file: str, mode: str = "w") -> str | None:
        return super().ftp_STOR(file, mode) if self._has_room() else None

    def ftp_STOU(self, line: str) -> str | None:
        return super().ftp_STOU(line) if self._has_room() else None

    def _has_room(self) -> bool:
        if self.has_room():
            return True
        self.logbook.error("upload refused", why="the disk is nearly full", user=self.username)
        self.respond("452 Insufficient storage space.")
        return False

    def _forget(self, file: str) -> None:
        held = Path(file)
        if held in self.begun:
            self.begun.remove(held)


class _Bytes(DTPHandler):
    """Takes bytes as they come: "translating" line ends would damage every picture."""

    def enable_receiving(self, type: str, cmd: str) -> None:
        del type
        super().enable_receiving("i", cmd)


class _TlsBytes(_Bytes, TLS_DTPHandler):
    pass


class _PlainSession(_Session):
    dtp_handler = _Bytes


class _TlsSession(_Session, TLS_FTPHandler):
    dtp_handler = _TlsBytes


def _secure(tls: Tls) -> dict[str, object]:
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    try:
        context.use_certificate_chain_file(str(tls.certificate))
        context.use_privatekey_file(str(tls.key))
        context.check_privatekey()
    except SSL.Error:
        text = f"{tls.certificate} and {tls.key} are not a certificate and its key in PEM"
        raise Rejected("ftp.tls", text) from None
    return {
        "ssl_context": context,
        "tls_control_required": tls.required,
        "tls_data_required": tls.required,
    }
