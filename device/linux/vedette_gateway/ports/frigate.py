"""Frigate's HTTP API, as far as clips go: docs.frigate.video/integrations/api."""

import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import quote, urlencode

import urllib3
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from vedette_gateway.errors import Rejected, Unavailable
from vedette_gateway.ways.settings import Frigate

_CONNECT_S, _READ_S = 5.0, 60.0
_DOWNLOAD_S = 1800.0
_BLOCK_BYTES = 1 << 18
_ANSWER_BYTES_MAX = 32 << 20
_NOT_NOW = frozenset({408, 425, 429})

# What goes into addresses and file names.
Name = Annotated[str, Field(pattern=r"^[\w.-]+$", max_length=128)]


class Event(BaseModel):
    """A tracked object; times in epoch seconds, `end_time` is None while it is in sight."""

    id: Name
    camera: Name
    label: Annotated[str, Field(max_length=64)]
    start_time: Annotated[float, Field(gt=0, lt=1e11)]
    end_time: float | None = None
    has_clip: bool = False
    has_snapshot: bool = False
    false_positive: bool | None = None


class Export(BaseModel):
    """A stretch of recording that somebody wanted kept; `date` is when it begins."""

    id: Name
    camera: Name
    name: str = ""
    date: Annotated[float, Field(gt=0, lt=1e11)]
    video_path: str
    in_progress: bool = False


Found = TypeVar("Found", Event, Export)

_ITEMS = TypeAdapter(list[dict[str, object]])


class FrigateApi:
    """Raises Unavailable, or Rejected with the HTTP status as its code."""

    def __init__(self, settings: Frigate) -> None:
        self._settings = settings
        self._cookie: str | None = None
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=_CONNECT_S, read=_READ_S),
            retries=False,
            ca_certs=None if settings.ca_file is None else str(settings.ca_file),
        )

    def list_events(
        self, after: float, before: float | None, limit: int
    ) -> tuple[list[Event], int]:
        """Those that began between, latest first; and how many could not be read."""
        query = {"after": repr(after), "limit": str(limit), "include_thumbnails": "0"}
        if before is not None:
            query["before"] = repr(before)
        return _decode(Event, self._get_json(f"/api/events?{urlencode(query)}"))

    def list_exports(self) -> tuple[list[Export], int]:
        return _decode(Export, self._get_json("/api/exports"))

    def download(self, path: str, target: Path, is_stopping: Callable[[], bool]) -> None:
        """Fetch a file, durably. `path` begins with a slash."""
        answer = self._get(path)
        deadline = time.monotonic() + _DOWNLOAD_S
        try:
            with target.open("xb") as file:
                for block in answer.stream(_BLOCK_BYTES):
                    file.write(block)
                    if is_stopping() or time.monotonic() > deadline:
                        raise Unavailable(f"{path}: broken off")
                file.flush()
                os.fsync(file.fileno())
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{path}: {type(error).__name__}") from None
        finally:
            answer.close()

    def _get_json(self, path: str) -> bytes:
        answer = self._get(path)
        try:
            body = answer.read(_ANSWER_BYTES_MAX + 1, decode_content=True)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{path}: {type(error).__name__}") from None
        finally:
            answer.close()
        if len(body) > _ANSWER_BYTES_MAX:
            raise Rejected("too_long", f"{path}: more than {_ANSWER_BYTES_MAX} bytes")
        return body

    def _get(self, path: str) -> urllib3.BaseHTTPResponse:
        answer = self._ask("GET", path, self._authorise())
        if answer.status == 401 and self._settings.user is not None:
            answer.close()
            self._cookie = None
            answer = self._ask("GET", path, self._authorise())
        if answer.status != 200:
            answer.close()
            _refuse(path, answer.status)
        return answer

    def _authorise(self) -> dict[str, str]:
        settings = self._settings
        if settings.token_file is not None:
            return {"Authorization": f"Bearer {read_secret(settings.token_file)}"}
        if settings.user is None or settings.password_file is None:
            return {}
        if self._cookie is None:
            self._cookie = self._log_in(settings.user, read_secret(settings.password_file))
        return {"Cookie": self._cookie}

    def _log_in(self, user: str, password: str) -> str:
        body = json.dumps({"user": user, "password": password}).encode()
        answer = self._ask("POST", "/api/login", {"Content-Type": "application/json"}, body)
        answer.close()
        if answer.status != 200:
            _refuse("/api/login", answer.status)
        cookie = answer.headers.get("Set-Cookie", "").split(";")[0]
        if "=" not in cookie:
            raise Rejected("login", "Frigate gave no cookie for the login")
        return cookie

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(
                method,
                self._settings.url + path,
                headers=headers,
                body=body,
                preload_content=False,
                redirect=False,
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unavailable(f"{path.split('?')[0]}: {type(error).__name__}") from None


def address_clip(event: str) -> str:
    return f"/api/events/{quote(event)}/clip.mp4"


def address_snapshot(event: str) -> str:
    return f"/api/events/{quote(event)}/snapshot.jpg"


def address_export(export: Export) -> str:
    return f"/exports/{quote(Path(export.video_path).name)}"


def read_secret(path: Path) -> str:
    """The first line. Raises Unavailable when the file cannot be read."""
    try:
        return path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(f"{path}: {error}") from None


def _refuse(path: str, status: int) -> None:
    where = path.split("?")[0]
    if status >= 500 or status in _NOT_NOW:
        raise Unavailable(f"{where}: HTTP status {status}")
    raise Rejected(str(status), f"{where}: HTTP status {status}")


def _decode(kind: type[Found], body: bytes) -> tuple[list[Found], int]:
    try:
        items = _ITEMS.validate_json(body)
    except ValidationError:
        raise Rejected("answer", "an answer of Frigate is not a list") from None
    found: list[Found] = []
    for item in items:
        # One that is odd must not hide the others.
        with contextlib.suppress(ValidationError):
            found.append(kind.model_validate(item))
    return found, len(items) - len(found)
