"""A WSGI server for loopback clients that keep their connections and send often."""

import io
import logging
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable
from http.server import HTTPServer
from importlib import import_module
from typing import Any, cast

from werkzeug.serving import WSGIRequestHandler

from local.foreign import Foreign

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]
_log = logging.getLogger(__name__)
_STOP_SECONDS_MAX = 2.5


class WsgiServer(socketserver.ThreadingMixIn, HTTPServer):
    """Serves an app on a listening socket, a thread per connection, HTTP/1.1, without a log."""

    daemon_threads = True
    # What werkzeug's request handler reads from its server.
    ssl_context = None
    multithread = True
    multiprocess = False
    passthrough_errors = False

    def __init__(self, app: WsgiApp, listener: socket.socket) -> None:
        super().__init__(listener.getsockname(), _handler(), bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.app = app
        self.server_name, self.server_port = listener.getsockname()[:2]
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._accepting = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.1}, name="aws", daemon=True
        )

    def start(self) -> None:
        """Answers once it returns."""
        self._accepting.start()

    def close(self) -> None:
        """Stop accepting, hang up on everybody, and wait up to 2.5 s for the threads."""
        self.shutdown()
        self._accepting.join()
        self.server_close()
        deadline = time.monotonic() + _STOP_SECONDS_MAX
        for thread, connection in list(self._connections.items()):
            _hang_up(connection)
            thread.join(max(0.0, deadline - time.monotonic()))

    def process_request(self, request: Foreign, client_address: Foreign) -> None:
        """Each connection gets its thread."""
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name="aws-request", daemon=True
        )
        self._connections[thread] = request
        thread.start()

    def _serve(self, request: Foreign, client_address: Foreign) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            self._connections.pop(threading.current_thread(), None)

    def handle_error(self, request: Foreign, client_address: Foreign) -> None:
        """Quiet: a client that hung up is no news."""


class _Answering(WSGIRequestHandler):
    """Reads the whole body first, so the connection can be used again; werkzeug always closes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        environ["wsgi.input"] = io.BytesIO(self._body(environ))
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Foreign) -> None:
            answered[:] = [(status, headers)]

        try:
            content = cast(WsgiServer, self.server).app(environ, start)
            body = b"".join(content)
            close: Callable[[], None] | None = getattr(content, "close", None)
            if close:
                close()
        except Exception:
            # The path only: a presigned query is a secret.
            _log.exception("request failed", extra={"path": environ["PATH_INFO"]})
            self._answer("500 Internal Server Error", [], b"")
            return
        self._answer(*answered[0], body)

    def handle_expect_100(self) -> bool:
        """At once: SDKs wait a second for it before they send an object's body."""
        expected = super().handle_expect_100()
        self.wfile.flush()
        return expected

    def _body(self, environ: dict[str, Any]) -> bytes:
        if environ.get("wsgi.input_terminated"):
            return environ["wsgi.input"].read()
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        named = {name.lower() for name, _ in headers}
        for name, value in headers:
            self.send_header(name, value)
        if "content-length" not in named and int(code) not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Foreign) -> None:
        """No access log: request lines hold presigned queries."""


def _handler() -> type[_Answering]:
    """With moto's reading of headers, which keeps the underscores of S3's metadata."""
    moto = import_module("moto.moto_server.werkzeug_app")
    return type("Handler", (_Answering, moto.MotoRequestHandler), {})


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
