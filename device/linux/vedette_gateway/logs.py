"""Structured log lines on a stream: a short stable phrase and its fields."""

import json
import logging
import threading
from datetime import UTC, datetime
from typing import Literal, TextIO

Form = Literal["text", "json"]
Field = str | int | float | bool | None


class Log:
    """Writes one line a call; safe to share between threads.

    A field never breaks out of its line: whatever is not plain is written as a JSON string.
    """

    def __init__(self, stream: TextIO, form: Form) -> None:
        self._stream = stream
        self._form = form
        self._lock = threading.Lock()

    def info(self, phrase: str, **fields: Field) -> None:
        self._write("info", phrase, fields)

    def warning(self, phrase: str, **fields: Field) -> None:
        self._write("warning", phrase, fields)

    def error(self, phrase: str, **fields: Field) -> None:
        self._write("error", phrase, fields)

    def _write(self, level: str, phrase: str, fields: dict[str, Field]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self._form == "json":
            line = json.dumps({"time": now, "level": level, "event": phrase, **fields})
        else:
            pairs = [f"{name}={_plain(value)}" for name, value in fields.items()]
            line = " ".join([now, level, json.dumps(phrase), *pairs])
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()


def _plain(value: Field) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    bare = text.isascii() and text.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return text if bare else json.dumps(text)


class LogHandler(logging.Handler):
    """Brings warnings of libraries into the same lines."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()[:500]
        if record.levelno >= logging.ERROR:
            self._log.error("library error", library=record.name, text=text)
        else:
            self._log.warning("library warning", library=record.name, text=text)
