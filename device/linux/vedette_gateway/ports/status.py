"""The status as JSON over HTTP, for this computer only."""

import json
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Report = Callable[[], dict[str, object]]

_POLL_S = 0.25
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class StatusServer:
    """Listens from the moment it is made."""

    def __init__(self, host: str, port: int, report: Report) -> None:
        class Handler(_StatusHandler):
            make_report = staticmethod(report)

        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def serve(self, is_stopping: Callable[[], bool]) -> None:
        """Return, no longer listening, soon after `is_stopping` says so."""
        self._server.timeout = _POLL_S
        try:
            while not is_stopping():
                self._server.handle_request()
        finally:
            self._server.server_close()


class _StatusHandler(BaseHTTPRequestHandler):
    make_report: Report
    timeout = 10

    def do_GET(self) -> None:
        # A web page that had its own host name resolve to this address is not let in.
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host not in _LOOPBACK_NAMES and not host.startswith("127."):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        if self.path not in ("/", "/status"):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = json.dumps(self.make_report(), indent=2).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Not logged: it is asked every few seconds."""
        del format, args
