"""The door of a bucket under test: lets requests through to moto, or fails as S3 and nets do."""

import base64
import contextlib
import hashlib
import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

Headers = dict[str, str]
Method = Literal["GET", "PUT", "POST", "DELETE"]

_BLOCK = 65536


@dataclass(frozen=True)
class Request:
    """`bytes` is the body's size; `at` is the time of its first byte, monotonic."""

    method: str
    key: str
    query: Mapping[str, list[str]]
    bytes: int
    at: float = field(default_factory=time.monotonic)

    @property
    def part(self) -> int | None:
        return int(self.query["partNumber"][0]) if "partNumber" in self.query else None

    @property
    def operation(self) -> str:
        """As S3 names it."""
        if self.part is not None:
            return "UploadPart"
        names = {
            ("GET", False): "ListObjectsV2",
            ("PUT", False): "PutObject",
            ("POST", False): "CreateMultipartUpload",
            ("POST", True): "CompleteMultipartUpload",
            ("DELETE", True): "AbortMultipartUpload",
        }
        return names[(self.method, "uploadId" in self.query)]


@dataclass(frozen=True)
class Refuse:
    """Read the request, carry nothing out, answer with this error."""

    status: int
    code: str = "Refused"


@dataclass(frozen=True)
class Forget:
    """Carry the request out, and never answer."""


@dataclass(frozen=True)
class Late:
    """Carry the request out, and answer after this."""

    until: threading.Event


@dataclass(frozen=True)
class Truncate:
    """Carry the request out, and answer with less than the answer's headers promise."""


@dataclass(frozen=True)
class Reset:
    """Reset the connection after so many bytes of the body."""

    after: int


@dataclass(frozen=True)
class Stall:
    """Take so many bytes of the body, and then no more, for ever."""

    after: int


Trouble = Refuse | Forget | Late | Truncate | Reset | Stall


def let_through(request: Request) -> Trouble | None:
    """No trouble."""
    del request


class Front:
    """`trouble` is asked for each request; None lets it through. `is_late` once one was Late.

    Bodies are checked against their SHA-256 as S3 does, and moto does not.
    """

    def __init__(self, moto: tuple[str, int], bucket: str) -> None:
        self.trouble: Callable[[Request], Trouble | None] = let_through
        self.requests: list[Request] = []
        self.answers = threading.Event()
        self.answers.set()
        self.is_late = False
        self._bucket = bucket
        self._moto = moto
        self._closing = threading.Event()
        self._server = self._open()
        self.port = int(self._server.server_address[1])

    def close(self) -> None:
        self.answers.set()
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path)
        key = unquote(path.path).removeprefix(f"/{self._bucket}/")
        size = int(handler.headers.get("Content-Length", "0"))
        request = Request(handler.command, key, parse_qs(path.query, keep_blank_values=True), size)
        self.requests.append(request)
        trouble = self.trouble(request)
        if isinstance(trouble, Reset | Stall):
            self._break(handler, trouble)
            return
        body = handler.rfile.read(size)
        if len(body) < size:
            handler.close_connection = True
            return
        if isinstance(trouble, Refuse):
            self._refuse(handler, trouble)
            return
        wanted = handler.headers.get("x-amz-checksum-sha256")
        if wanted and base64.b64encode(hashlib.sha256(body).digest()).decode() != wanted:
            self._refuse(handler, Refuse(400, "BadDigest"))
            return
        status, headers, answer = self._forward(handler, body)
        self.answers.wait(60)
        if isinstance(trouble, Late):
            self.is_late = True
            trouble.until.wait(60)
        if isinstance(trouble, Forget):
            self._closing.wait(60)
            handler.close_connection = True
            return
        cut = len(answer) // 2 if isinstance(trouble, Truncate) else None
        self._answer(handler, status, headers, answer, cut)

    def _break(self, handler: BaseHTTPRequestHandler, trouble: Reset | Stall) -> None:
        left = trouble.after
        while left and (block := handler.rfile.read(min(left, _BLOCK))):
            left -= len(block)
        if isinstance(trouble, Stall):
            self._closing.wait(60)
        with contextlib.suppress(OSError):
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()
        handler.close_connection = True

    def _refuse(self, handler: BaseHTTPRequestHandler, refuse: Refuse) -> None:
        text = f"<Error><Code>{refuse.code}</Code></Error>".encode()
        self._answer(handler, refuse.status, {"Content-Type": "application/xml"}, text, None)

    def _answer(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        headers: Headers,
        body: bytes,
        cut: int | None,
    ) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "content-length", "date", "server"):
                handler.send_header(name, value)
        promised = len(body) if cut is None else len(body) + 1
        handler.send_header("Content-Length", str(promised))
        handler.end_headers()
        handler.wfile.write(body[:cut])
        handler.close_connection = handler.close_connection or cut is not None

    def _forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Headers, bytes]:
        """What moto says to the same request."""
        sent = dict(handler.headers.items())
        kept = {name: text for name, text in sent.items() if name.lower() != "expect"}
        connection = http.client.HTTPConnection(*self._moto, timeout=30)
        try:
            connection.request(handler.command, handler.path, body, kept)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _open(self) -> ThreadingHTTPServer:
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                front.serve(self)

            def do_PUT(self) -> None:
                front.serve(self)

            def do_POST(self) -> None:
                front.serve(self)

            def do_DELETE(self) -> None:
                front.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """Gateways are killed in the middle of requests."""
                del request, client_address

        server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server
