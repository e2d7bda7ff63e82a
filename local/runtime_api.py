"""The Lambda Runtime API, as one function's process sees it: next, response, error, init error."""

import json
import queue
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from local.foreign import Foreign, Plain

_PREFIX = "/2018-06-01/runtime/"


@dataclass(frozen=True)
class Task:
    """One invocation on its way to the process; `deadline_ms` is Unix time."""

    request_id: str
    function_arn: str
    deadline_ms: int
    trace_id: str
    event: bytes = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """What the process said: a payload, or an error document."""

    payload: Plain = field(repr=False)
    failed: bool = False


class RuntimeApi:
    """Serves one process on a port of its own; the process asks, so it is told by answering."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.init_failed = threading.Event()
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="runtime-api", daemon=True
        )
        self._thread.start()
        self.address = f"127.0.0.1:{self._server.server_port}"

    def hand(self, task: Task) -> None:
        """Give the process its next invocation."""
        self._tasks.put(task)

    def next(self) -> Task | None:
        """Waits for the next invocation; None when there will be none any more."""
        self.ready.set()
        return self._tasks.get()

    def close(self) -> None:
        """No further invocation; the port is free when this returns."""
        self._tasks.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: RuntimeApi

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Foreign, client_address: Foreign) -> None:
        """Quiet: a killed process hangs up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        if self.path != _PREFIX + "invocation/next":
            self._answer(404)
            return
        task = self._api().next()
        if task is None:
            self.close_connection = True
            return
        self._answer(
            200,
            task.event,
            {
                "Lambda-Runtime-Aws-Request-Id": task.request_id,
                "Lambda-Runtime-Deadline-Ms": str(task.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": task.function_arn,
                "Lambda-Runtime-Trace-Id": task.trace_id,
            },
        )

    def do_POST(self) -> None:
        body = self._body()
        if self.path.endswith("/response"):
            self._api().outcomes.put(Outcome(_decoded(body)))
        elif self.path.startswith(_PREFIX):
            if self.path == _PREFIX + "init/error":
                self._api().init_failed.set()
                self._api().ready.set()
            self._api().outcomes.put(Outcome(_decoded(body), failed=True))
        self._answer(202, b'{"status":"OK"}')

    def _api(self) -> RuntimeApi:
        return cast(_Server, self.server).api

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks: list[bytes] = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _answer(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Foreign) -> None:
        """Events are nobody's business."""


def _decoded(body: bytes) -> Plain:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
