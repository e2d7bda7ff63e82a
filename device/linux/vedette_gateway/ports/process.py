"""A child process that answers one JSON line with another, with a time limit."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import cast

# Whatever the child may leak is given back after this many questions.
_QUESTIONS_MAX = 500
_LAST_WORDS_S = 0.2


class ProcessDied(Exception):
    """It crashed or took too long; the next question gets a new process."""


class ProcessOverran(ProcessDied):
    """It took, or computed, longer than it may; it would again."""


class JsonProcess:
    """Runs a module of this package. Used by one thread; `close` may be called by any."""

    def __init__(self, module: str, arguments: Sequence[str], answer_s: float) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._answer_s = answer_s
        self._process: subprocess.Popen[bytes] | None = None
        self._questions = 0
        self._is_closed = False

    def start(self) -> None:
        """Start it ahead of its first question, because starting takes a while."""
        if self._is_closed or (self._process is not None and self._process.poll() is None):
            return
        # It reads hostile files: it gets nothing that it could give away.
        environment = {name: text for name, text in os.environ.items() if name[:4] != "AWS_"}
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._questions = 0

    def ask(self, question: dict[str, object], within_s: float | None = None) -> dict[str, object]:
        """Raises ProcessDied, with a text for people; `within_s` is for quicker questions."""
        if self._is_closed:
            raise ProcessDied("the gateway is stopping")
        process = self._process
        # One that died between questions is no fault of the next.
        if process is None or process.poll() is not None or self._questions >= _QUESTIONS_MAX:
            self._end()
            self.start()
        self._questions += 1
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise ProcessDied("it could not be started")
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            line = self._read_line(process.stdout.fileno(), within_s or self._answer_s)
        except (BrokenPipeError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            code = self._end()
            if code == -signal.SIGXCPU:
                raise ProcessOverran("it computed longer than it may")
            raise ProcessDied(f"it ended with {code}")
        return cast(dict[str, object], json.loads(line))

    def close(self) -> None:
        """End the process, in the middle of a question if there is one."""
        self._is_closed = True
        self._end()

    def _read_line(self, descriptor: int, within_s: float) -> bytes:
        deadline = time.monotonic() + within_s
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self._end()
                raise ProcessOverran(f"it took longer than {within_s:g} s")
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
        try:
            code = process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return code
