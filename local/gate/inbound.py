"""One request as it arrived, read from its WSGI environment."""

import hashlib
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, quote

from werkzeug.wsgi import get_input_stream

Environ = dict[str, Any]


class Inbound:
    """A request; what moto will see of it can be changed.

    The body is read at once and into memory, so that the connection can be answered whatever comes
    of it; moto's stream shares these bytes."""

    def __init__(self, environ: Environ) -> None:
        self.environ = environ
        self.body = get_input_stream(environ).read()
        self.replace(self.body)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.environ["REQUEST_METHOD"]

    @cached_property
    def raw_path(self) -> str:
        """The path with its percent-encoding as it arrived."""
        raw: str = self.environ.get("RAW_URI") or self.environ.get("REQUEST_URI") or ""
        if not raw:
            return quote(self.environ.get("PATH_INFO", "/").encode("latin-1"))
        if not raw.startswith("/"):
            raw = "/" + raw.partition("://")[2].partition("/")[2]
        return raw.partition("?")[0] or "/"

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """Names and values of the query, decoded."""
        return parse_qsl(self.environ.get("QUERY_STRING", ""), keep_blank_values=True)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the body as it arrived, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str:
        """A header's value, empty when absent; names in any case."""
        return self.environ.get(_environ_name(name), "")

    def set_header(self, name: str, value: str | None) -> None:
        """Change what moto will see of one header; None removes it."""
        if value is None:
            self.environ.pop(_environ_name(name), None)
        else:
            self.environ[_environ_name(name)] = value

    def has(self, name: str) -> bool:
        """Whether the header is there."""
        return _environ_name(name) in self.environ

    def amazon_headers(self) -> set[str]:
        """The x-amz-* headers, in lower case with dashes."""
        return {
            name[5:].lower().replace("_", "-")
            for name in self.environ
            if name.startswith("HTTP_X_AMZ_")
        }

    def replace(self, body: bytes) -> None:
        """Make this the body, also for moto."""
        self.body = body
        self.environ["wsgi.input"] = BytesIO(body)
        self.environ["wsgi.input_terminated"] = True
        self.environ["CONTENT_LENGTH"] = str(len(body))
        self.environ.pop("HTTP_TRANSFER_ENCODING", None)


def _environ_name(name: str) -> str:
    upper = name.upper().replace("-", "_")
    return upper if upper in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{upper}"
