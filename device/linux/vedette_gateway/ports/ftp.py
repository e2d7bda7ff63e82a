"""The FTP and FTPS server: one account and one jail a camera."""

import time
from collections.abc import Callable, Sequence
from typing import cast

from OpenSSL import SSL
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from vedette_gateway.errors import Rejected
from vedette_gateway.logs import Log
from vedette_gateway.ports.accounts import Accounts
from vedette_gateway.ports.disk import Spool
from vedette_gateway.ports.door import Door
from vedette_gateway.ports.session import Bytes, Session, TlsBytes, TlsSession
from vedette_gateway.ports.syncing import LoopCalls, Syncer
from vedette_gateway.settings import Camera, Ftp, Tls

_POLL_S = 0.25


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
        self._accounts = Accounts(cameras, spool)
        loop = IOLoop()
        calls = LoopCalls(loop)
        self._syncer = Syncer(spool.secure, calls)
        session = TlsSession if settings.tls else Session
        self._sessions = type(
            "Session",
            (session,),
            {
                "authorizer": self._accounts,
                "door": door,
                "has_room": staticmethod(has_room),
                "logbook": log,
                "logged_in": {},
                "syncer": self._syncer,
                **_read_limits(settings),
            },
        )
        address = (settings.host, settings.port)
        self._server = FTPServer(address, cast(type[FTPHandler], self._sessions), ioloop=loop)
        self._limit(settings)
        self.port = int(self._server.address[1])
        self._turned_at = time.monotonic()

    def apply(self, settings: Ftp, cameras: Sequence[Camera]) -> None:
        """Other accounts, limits and certificates; who is connected is not disturbed.

        Raises Rejected, with everything as it was, when the certificate cannot be used.
        """
        limits = _read_limits(settings)
        self._accounts.replace(cameras)
        for name, value in limits.items():
            setattr(self._sessions, name, value)
        self._limit(settings)

    def count_idle_s(self) -> float:
        """How long ago the serving thread was last seen at work."""
        return time.monotonic() - self._turned_at

    def serve(self, is_stopping: Callable[[], bool]) -> None:
        """Return, with every connection closed, soon after `is_stopping` says so."""
        self._syncer.start()
        try:
            while not is_stopping():
                self._turned_at = time.monotonic()
                self._server.serve_forever(timeout=_POLL_S, blocking=False, handle_exit=False)
        finally:
            self._syncer.stop()
            self._server.close_all()

    def _limit(self, settings: Ftp) -> None:
        # The calls of other threads are a connection for the loop.
        self._server.max_cons = settings.max_connections + 1
        self._server.max_cons_per_ip = settings.max_connections_per_address


def _read_limits(settings: Ftp) -> dict[str, object]:
    first, last = settings.passive_ports
    data = TlsBytes if settings.tls else Bytes
    return {
        "dtp_handler": type("Data", (data,), {"timeout": settings.stalled_s}),
        "max_per_camera": settings.max_connections_per_camera,
        "passive_ports": range(first, last + 1),
        "masquerade_address": settings.masquerade_address,
        "timeout": settings.idle_s,
        **(_secure(settings.tls) if settings.tls else {}),
    }


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
