"""One ASGI app on one loopback port, served by a thread of its own."""

import socket
import threading
import time
from dataclasses import dataclass, field

import uvicorn
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

# A page of another origin must not reach the stand-ins by rebinding its name to 127.0.0.1.
LOOPBACK_NAMES = ["localhost", "127.0.0.1"]
_START_SECONDS_MAX = 10.0
_STOP_SECONDS_MAX = 5.0


class PortTaken(Exception):
    """Another program listens on a port that this one needs; the text is for people."""


@dataclass
class Serving:
    """A running server; `stop` returns after the last answer or five seconds."""

    port: int
    server: uvicorn.Server = field(repr=False)
    thread: threading.Thread = field(repr=False)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(_STOP_SECONDS_MAX)
        if self.thread.is_alive():
            self.server.force_exit = True
            self.thread.join(_STOP_SECONDS_MAX)


def bind(port: int) -> socket.socket:
    """A listening loopback socket; port 0 takes a free one. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(f"port {port} of 127.0.0.1 is in use") from error
    return listener


def serve(app: ASGIApp, listener: socket.socket, name: str, *, websockets: bool = False) -> Serving:
    """Answers on a socket of `bind` once it returns. Raises RuntimeError for a broken app."""
    guarded = TrustedHostMiddleware(app, allowed_hosts=LOOPBACK_NAMES, www_redirect=False)
    config = uvicorn.Config(
        guarded,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio" if websockets else "none",
        # Whoever is silent is found by the protocol inside.
        ws_ping_interval=None,
        # Longer than clients keep idle connections (httpx and CloudFront: 5 s). With uvicorn's own
        # 5 s a connection can end just when a request is sent on it: a 502 now and then.
        timeout_keep_alive=65,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name=name, daemon=True
    )
    thread.start()
    deadline = time.monotonic() + _START_SECONDS_MAX
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError(f"{name} did not start")
        time.sleep(0.005)
    return Serving(listener.getsockname()[1], server, thread)
