"""S3 for gateways that send more than a test can keep: bodies are summed, and dropped."""

import base64
import hashlib
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Sunk:
    """An object of which the bytes are gone; `sha256` is of all of them, in hex."""

    key: str
    bytes: int
    sha256: str
    parts: int
    source_name: str

    @property
    def clip_id(self) -> str:
        return self.key.split("/")[6]

    @property
    def rendition(self) -> str:
        return self.key.rsplit("/", 1)[1]


@dataclass
class _Multipart:
    """Parts have to come in their order, as the gateway sends them."""

    source_name: str
    whole: Any = field(default_factory=hashlib.sha256)
    sizes: list[int] = field(default_factory=list[int])


class Sink:
    """A bucket that refuses wrong checksums and keys that it has. `url` is for gateways."""

    def __init__(self) -> None:
        self.name = "sink"
        self.objects: dict[str, Sunk] = {}
        self.keys_put_again: list[str] = []
        self._multiparts: dict[str, _Multipart] = {}
        self._lock = threading.Lock()
        self._server = self._open()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def find(self, source_name: str) -> list[Sunk]:
        """By rendition."""
        with self._lock:
            found = [each for each in self.objects.values() if each.source_name == source_name]
        return sorted(found, key=lambda each: each.rendition)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path)
        key = unquote(path.path).removeprefix(f"/{self.name}/")
        query = {name: values[0] for name, values in parse_qs(path.query, True).items()}
        size = int(handler.headers.get("Content-Length", "0"))
        multipart = self._multiparts.get(query.get("uploadId", ""))
        if handler.command == "PUT":
            self._put(handler, key, size, multipart)
        elif "uploads" in query:
            upload_id = f"upload-{key}"
            self._multiparts[upload_id] = _Multipart(_read_name(handler))
            _answer(handler, 200, f"<R><UploadId>{upload_id}</UploadId></R>")
        elif multipart is not None:
            listed = re.findall(rb"<PartNumber>(\d+)<", handler.rfile.read(size))
            assert [int(number) for number in listed] == list(range(1, len(multipart.sizes) + 1))
            whole = multipart.whole.hexdigest()
            sizes = multipart.sizes
            self._keep(handler, Sunk(key, sum(sizes), whole, len(sizes), multipart.source_name))
        else:
            _answer(handler, 404, "<Error><Code>NoSuchUpload</Code></Error>")

    def _put(
        self, handler: BaseHTTPRequestHandler, key: str, size: int, multipart: _Multipart | None
    ) -> None:
        body = hashlib.sha256()
        whole: Any = hashlib.sha256() if multipart is None else multipart.whole
        left = size
        while left and (block := handler.rfile.read(min(left, _BLOCK))):
            body.update(block)
            whole.update(block)
            left -= len(block)
        checksum = base64.b64encode(body.digest()).decode()
        if left or checksum != handler.headers["x-amz-checksum-sha256"]:
            _answer(handler, 400, "<Error><Code>BadDigest</Code></Error>")
        elif multipart is None:
            kept = Sunk(key, size, body.hexdigest(), 1, _read_name(handler))
            self._keep(handler, kept, {"x-amz-checksum-sha256": checksum})
        else:
            multipart.sizes.append(size)
            _answer(handler, 200, "", {"x-amz-checksum-sha256": checksum, "ETag": '"part"'})

    def _keep(
        self, handler: BaseHTTPRequestHandler, sunk: Sunk, headers: Mapping[str, str] | None = None
    ) -> None:
        with self._lock:
            is_there = sunk.key in self.objects
            if is_there:
                self.keys_put_again.append(sunk.key)
            else:
                self.objects[sunk.key] = sunk
        if is_there:
            _answer(handler, 412, "<Error><Code>PreconditionFailed</Code></Error>")
        else:
            _answer(handler, 200, "<R/>" if sunk.parts > 1 else "", headers)

    def _open(self) -> ThreadingHTTPServer:
        sink = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Or clients wait for the rest of an answer until they have acknowledged its start.
            disable_nagle_algorithm = True

            def do_PUT(self) -> None:
                sink.serve(self)

            def do_POST(self) -> None:
                sink.serve(self)

            def do_DELETE(self) -> None:
                sink.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server


def _read_name(handler: BaseHTTPRequestHandler) -> str:
    return unquote(handler.headers.get("x-amz-meta-source-name", ""))


def _answer(
    handler: BaseHTTPRequestHandler,
    status: int,
    text: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text.encode())
