"""A push service as a browser's maker runs one: HTTPS, and it refuses what RFC 8030 and 8292 do."""

import datetime
import ipaddress
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from functions.notifications.logic.push import decode

_DAY_S = 86400


@dataclass(frozen=True)
class Push:
    """What was delivered to one endpoint."""

    path: str
    body: bytes
    headers: dict[str, str]


@dataclass
class PushService:
    """Runs until `close`; `answers` are statuses by path, 201 where there is none."""

    folder: Path
    pushes: list[Push] = field(default_factory=list[Push])
    answers: dict[str, int] = field(default_factory=dict[str, int])
    refused: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.certificate = self.folder / "push-service.pem"
        _write_certificate(self.certificate)
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                given = {name.lower(): value for name, value in self.headers.items()}
                status = service.take(self.path, body, given)
                self.send_response(status)
                if status in (301, 307):
                    self.send_header("location", f"{service.origin}/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def host(self) -> str:
        return f"localhost:{self._server.server_port}"

    @property
    def origin(self) -> str:
        return f"https://{self.host}"

    def take(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        try:
            self._check(body, headers)
        except (ValueError, KeyError, AssertionError, jwt.PyJWTError) as error:
            self.refused.append(f"{type(error).__name__}: {error}")
            return 400
        status = self.answers.get(path, 201)
        if status == 201:
            self.pushes.append(Push(path, body, headers))
        return status

    def _check(self, body: bytes, headers: dict[str, str]) -> None:
        assert headers["content-encoding"] == "aes128gcm"
        assert 0 <= int(headers["ttl"]) <= 28 * _DAY_S
        assert len(body) <= 4096
        assert len(headers.get("topic", "")) <= 32
        scheme, _, rest = headers["authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        point = decode(parts["k"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        claims: dict[str, Any] = jwt.decode(
            parts["t"], key, algorithms=["ES256"], audience=self.origin
        )
        now_s = datetime.datetime.now(datetime.UTC).timestamp()
        assert now_s < claims["exp"] <= now_s + _DAY_S
        assert claims["sub"].startswith(("https://", "mailto:"))

    def empty(self) -> None:
        self.pushes.clear()
        self.answers.clear()
        self.refused.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _write_certificate(file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
