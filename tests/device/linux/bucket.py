"""S3 for gateways under test: moto behind a door that can be shut in several ways."""

import http.client
import secrets
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import unquote

import boto3
from moto.server import ThreadedMotoServer
from vedette_gateway.names import decode_clip

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REGION = "eu-central-1"


@dataclass(frozen=True)
class Stored:
    """An object in the bucket, with its metadata as the contract reads it."""

    key: str
    body: bytes
    content_type: str
    fields: dict[str, str | int]

    @property
    def rendition(self) -> str:
        return self.key.rsplit("/", 1)[1]

    @property
    def clip_id(self) -> str:
        return self.key.split("/")[6]


class _Session(Protocol):
    def client(self, service_name: Literal["s3"], *, endpoint_url: str) -> "S3Client": ...


def _open_session() -> _Session:
    return boto3.Session("test", "test", region_name=REGION)


class Bucket:
    """A new bucket of its own on a moto server. `url` is what a gateway talks to.

    `answer_with`: None lets requests through, a number refuses them with that status. While
    `hold()` lasts, requests are carried out but their answers wait.
    """

    def __init__(self, moto: ThreadedMotoServer) -> None:
        self.name = f"media-{secrets.token_hex(6)}"
        self.answer_with: int | None = None
        self.is_deaf = False
        self.puts: list[str] = []
        self._answers = threading.Event()
        self._answers.set()
        host, port = moto.get_host_and_port()
        self._address = (host, int(port))
        self._front = self._open_front()
        self.url = f"http://127.0.0.1:{self._front.server_address[1]}"
        self._s3 = _open_session().client("s3", endpoint_url=f"http://{host}:{port}")
        self._s3.create_bucket(
            Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": REGION}
        )

    def list_keys(self) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return sorted(each.get("Key", "") for page in pages for each in page.get("Contents", []))

    def fetch(self, key: str) -> Stored:
        answer = self._s3.get_object(Bucket=self.name, Key=key)
        body = answer["Body"].read()
        return Stored(key, body, answer["ContentType"], decode_clip(answer["Metadata"]))

    def find(self, source_name: str) -> list[Stored]:
        """The objects of the clips of which the camera's file name was this."""
        stored = [self.fetch(key) for key in self.list_keys()]
        return [
            each for each in stored if unquote(str(each.fields.get("source_name"))) == source_name
        ]

    def save(self, key: str, path: Path) -> Path:
        path.write_bytes(self.fetch(key).body)
        return path

    @contextmanager
    def hold(self) -> Generator[None]:
        self._answers.clear()
        try:
            yield
        finally:
            self._answers.set()

    def close(self) -> None:
        self._answers.set()
        self._front.shutdown()
        self._front.server_close()

    def _open_front(self) -> ThreadingHTTPServer:
        bucket = self

        class Front(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                bucket.puts.append(unquote(self.path).removeprefix(f"/{bucket.name}/"))
                if bucket.is_deaf:
                    self.close_connection = True
                    return
                if bucket.answer_with is not None:
                    status, text = bucket.answer_with, b"<Error><Code>Refused</Code></Error>"
                    self.answer(status, {"Content-Type": "application/xml"}, text)
                    return
                self.answer(*bucket.forward(self.path, body, dict(self.headers.items())))

            def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                bucket.wait()
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in ("connection", "content-length", "date", "server"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def wait(self) -> None:
        self._answers.wait(60)

    def forward(
        self, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """What moto says to the same request."""
        kept = {name: text for name, text in headers.items() if name.lower() != "expect"}
        connection = http.client.HTTPConnection(*self._address, timeout=30)
        try:
            connection.request("PUT", path, body, kept)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()
