"""A Frigate server's HTTP API as its documentation has it, and a real MQTT broker."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import paho.mqtt.publish as publishing

from tests.device.linux.running import wait_for

USER, PASSWORD, TOKEN = "admin", "frigate secret", "token.of.frigate"


class Frigate:
    """`files` are answered by path, `events` and `exports` listed as Frigate lists them.

    `answer_with` refuses everything with that status; `is_cutting` breaks files off half-way.
    With `needs_login` only a cookie of its login, or the token, is let in.
    """

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.exports: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.answer_with: int | None = None
        self.is_cutting = False
        self.needs_login = False
        self.session = "first"
        self.asked: list[str] = []
        self._server = self._open()
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def see(
        self, name: str, clip: bytes | None, still: bytes | None = None, **more: object
    ) -> dict[str, Any]:
        """One event that ended just now, with its files; what the list and MQTT say of it."""
        start = time.time() - 10
        event: dict[str, Any] = {
            "id": f"{start:.6f}-{name}",
            "camera": "porch",
            "label": "person",
            "sub_label": None,
            "start_time": start,
            "end_time": start + 8,
            "has_clip": clip is not None,
            "has_snapshot": still is not None,
            "zones": [],
            "false_positive": False,
            "data": {"score": 0.8},
            **more,
        }
        self.events.append(event)
        if clip is not None:
            self.files[f"/api/events/{event['id']}/clip.mp4"] = clip
        if still is not None:
            self.files[f"/api/events/{event['id']}/snapshot.jpg"] = still
        return event

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def list_events(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        after = float(query.get("after", ["0"])[0])
        before = float(query.get("before", ["inf"])[0])
        found = [each for each in self.events if after < each["start_time"] < before]
        found.sort(key=lambda each: each["start_time"], reverse=True)
        return found[: int(query.get("limit", ["100"])[0])]

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
        """Status and body of what is no file."""
        if self.answer_with is not None:
            return self.answer_with, b""
        if path == "/api/events":
            return 200, json.dumps(self.list_events(query)).encode()
        if path == "/api/exports":
            return 200, json.dumps(self.exports).encode()
        return 404, b'{"success": false}'

    def lets_in(self, cookie: str | None, authorization: str | None) -> bool:
        is_known = cookie == f"frigate_token={self.session}" or authorization == f"Bearer {TOKEN}"
        return is_known or not self.needs_login

    def _open(self) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"frigate": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    frigate: Frigate

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.frigate.asked.append(self.path)
        is_right = body == {"user": USER, "password": PASSWORD}
        self.answer(200 if is_right else 401, b"", f"frigate_token={self.frigate.session}; Path=/")

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path, frigate = unquote(parts.path), self.frigate
        frigate.asked.append(path)
        if not frigate.lets_in(self.headers.get("Cookie"), self.headers.get("Authorization")):
            self.answer(401, b"")
        elif path in frigate.files and frigate.answer_with is None:
            body = frigate.files[path]
            self.stream(body[: len(body) // 2] if frigate.is_cutting else body)
        else:
            self.answer(*frigate.answer(path, parse_qs(parts.query)))

    def answer(self, status: int, body: bytes, cookie: str | None = None) -> None:
        self.send_response(status)
        if cookie is not None:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, body: bytes) -> None:
        # As Frigate does: it does not know yet how long the clip will be.
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(body), 4096):
            block = body[at : at + 4096]
            self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        del format, args


class Broker:
    """Mosquitto of Debian. With `password` only USER is let in."""

    def __init__(self, folder: Path, *, password: bool = False) -> None:
        folder.mkdir(parents=True)
        self._password = password
        self._config = folder / "mosquitto.conf"
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        lines = [f"listener {self.port} 127.0.0.1", f"allow_anonymous {str(not password).lower()}"]
        if password:
            passwords = folder / "passwords"
            command = ["mosquitto_passwd", "-b", "-c", str(passwords), USER, PASSWORD]
            subprocess.run(command, check=True)
            passwords.chmod(0o644)
            lines.append(f"password_file {passwords}")
        if not os.geteuid():
            # Else it becomes an account that cannot read the folders of the tests.
            lines.append("user root")
        self._config.write_text("\n".join([*lines, ""]))
        self.start()

    def start(self) -> None:
        program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "mosquitto is missing: setup/install test"
        self._process = subprocess.Popen(
            [program, "-c", str(self._config)], stderr=subprocess.DEVNULL
        )
        wait_for(self._answers)

    def stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)

    def publish(self, payload: bytes | str, topic: str = "frigate/events") -> None:
        publishing.single(
            topic,
            payload,
            qos=1,
            hostname="127.0.0.1",
            port=self.port,
            auth={"username": USER, "password": PASSWORD} if self._password else None,
        )

    def end(self, event: dict[str, Any], kind: str = "end") -> None:
        """What Frigate publishes when an event is over."""
        self.publish(json.dumps({"type": kind, "before": event, "after": event}))

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False
