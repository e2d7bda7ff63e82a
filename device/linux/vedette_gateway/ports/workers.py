"""A media worker process, seen from the gateway: one question at a time, with a time limit."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.rendition import Rendered
from vedette_gateway.settings import Media

# Whatever libav may leak is given back after this many jobs.
_JOBS_MAX = 500
_CONTENTS = TypeAdapter(Contents)
_RENDERED = TypeAdapter(Rendered)

Answer = TypeVar("Answer")


class WorkerDied(Exception):
    """The process crashed or took too long; the next question gets a new one."""


class MediaWorker:
    """Used by one thread; `close` may be called by any."""

    def __init__(self, settings: Media) -> None:
        self._job_s = settings.job_s
        self._memory_bytes = settings.memory_bytes
        self._thumb_width = settings.thumb_width
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0
        self._is_closed = False

    def start(self) -> None:
        """Start the process ahead of its first job; importing libav takes a while."""
        arguments = ["--memory-bytes", str(self._memory_bytes), "--parent", str(os.getpid())]
        # The worker reads hostile files: it gets nothing it could give away.
        environment = {name: text for name, text in os.environ.items() if name[:4] != "AWS_"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vedette_gateway.clips.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._jobs = 0

    def inspect(self, source: Path) -> tuple[Contents | Unreadable, str, int]:
        """What is in the file, its SHA-256 in base64, its size in bytes.

        Raises WorkerDied.
        """
        answer = self._ask({"job": "inspect", "source": str(source)})
        if "contents" in answer:
            found = _decode(_CONTENTS, answer["contents"])
        else:
            found = Unreadable(str(answer["unreadable"]))
        return found, str(answer["sha256"]), int(str(answer["bytes"]))

    def render(self, source: Path, contents: Contents, folder: Path) -> Rendered | Unreadable:
        """Raises WorkerDied."""
        answer = self._ask(
            {
                "job": "render",
                "source": str(source),
                "contents": _CONTENTS.dump_python(contents),
                "folder": str(folder),
                "thumb_width": self._thumb_width,
            }
        )
        if "rendered" in answer:
            return _decode(_RENDERED, answer["rendered"])
        return Unreadable(str(answer["unreadable"]))

    def close(self) -> None:
        """End the process, in the middle of a job if there is one."""
        self._is_closed = True
        self._end()

    def _ask(self, request: dict[str, object]) -> dict[str, object]:
        if self._is_closed:
            raise WorkerDied("the gateway is stopping")
        process = self._process
        # One that died between jobs is no fault of the file that comes next.
        if process is None or process.poll() is not None or self._jobs >= _JOBS_MAX:
            self._end()
            self.start()
        self._jobs += 1
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise WorkerDied("no process")
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = self._read_line(process.stdout.fileno())
        except (BrokenPipeError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            code = self._end()
            raise WorkerDied(f"the media worker ended with {code} on it")
        return cast(dict[str, object], json.loads(line))

    def _read_line(self, descriptor: int) -> bytes:
        deadline = time.monotonic() + self._job_s
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self._end()
                raise WorkerDied(f"the media worker took longer than {self._job_s:g} s")
            block = os.read(descriptor, 65536)
            if not block:
                return line
            line += block
        return line

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if process.stdin is not None:
            # Closing flushes; a process that died cannot take what is left.
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        if process.poll() is None:
            try:
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                process.kill()
        code = process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return code


def _decode(adapter: TypeAdapter[Answer], value: object) -> Answer:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        text = f"the media worker's answer has {error.error_count()} errors"
        raise WorkerDied(text) from None
