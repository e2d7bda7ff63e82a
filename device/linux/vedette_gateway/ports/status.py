"""The status as JSON and metrics over HTTP, and what may be asked of a running gateway.

For this computer only. Reading is free; whoever asks for something to be done has to know the
token, which lies in the spool.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.ports.metrics import CONTENT_TYPE, format_metrics

Report = Callable[[], dict[str, object]]
Operation = Callable[[dict[str, object]], dict[str, object]]

_POLL_S = 0.25
_BODY_MAX = 1 << 20
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class StatusServer:
    """Listens from the moment it is made. `operations` are what POST /NAME does."""

    def __init__(
        self,
        host: str,
        port: int,
        report: Report,
        operations: Mapping[str, Operation],
        token: str,
    ) -> None:
        class Handler(_StatusHandler):
            make_report = staticmethod(report)
            known = operations
            secret = token

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
    known: Mapping[str, Operation]
    secret: str
    timeout = 10

    def do_GET(self) -> None:
        if not self._is_from_here():
            return
        if self.path in ("/", "/status"):
            self._answer_json(HTTPStatus.OK, self.make_report())
        elif self.path == "/metrics":
            self._answer(HTTPStatus.OK, CONTENT_TYPE, format_metrics(self.make_report()).encode())
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        if not self._is_from_here():
            return
        known = self.headers.get("Authorization", "").encode()
        operation = self.known.get(self.path.removeprefix("/"))
        if not hmac.compare_digest(known, f"Bearer {self.secret}".encode()):
            self.send_error(HTTPStatus.UNAUTHORIZED)
        elif operation is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._operate(operation)

    def log_message(self, format: str, *args: object) -> None:
        """Not logged: it is asked every few seconds."""
        del format, args

    def _is_from_here(self) -> bool:
        # A web page that had its own host name resolve to this address is not let in.
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host in _LOOPBACK_NAMES or host.startswith("127."):
            return True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def _operate(self, operation: Operation) -> None:
        try:
            size = int(self.headers.get("Content-Length", "0"))
            if not 0 <= size <= _BODY_MAX:
                raise ValueError
            wishes: object = json.loads(self.rfile.read(size) or b"{}")
            if not isinstance(wishes, dict):
                raise ValueError
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        try:
            answer = operation(cast(dict[str, object], wishes))
        except Rejected as error:
            self._answer_json(HTTPStatus.BAD_REQUEST, {"code": error.code, "text": error.text})
        except Unavailable as error:
            text = {"code": "unavailable", "text": str(error)}
            self._answer_json(HTTPStatus.SERVICE_UNAVAILABLE, text)
        else:
            self._answer_json(HTTPStatus.OK, answer)

    def _answer_json(self, status: HTTPStatus, value: Mapping[str, object]) -> None:
        self._answer(status, "application/json", json.dumps(value, indent=2).encode())

    def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
