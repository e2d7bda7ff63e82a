"""Threads that make files durable, so that a slow disk holds up only who waits for it."""

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from pyftpdlib.ioloop import IOLoop

# As many files become durable at a time; file systems write several in one go.
_THREADS = 16

Done = Callable[[OSError | None], None]


class LoopCalls:
    """Has something called by the thread of the IO loop; `put` is for any thread."""

    def __init__(self, loop: IOLoop) -> None:
        # The loop sorts what it closes by this name.
        self._fileno = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        loop.register(self._fileno, self, loop.READ)

    def put(self, call: Callable[[], None]) -> None:
        """Never called when the loop has ended."""
        self._waiting.put(call)
        with self._lock:
            if not self._is_closed:
                os.eventfd_write(self._fileno, 1)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def handle_read_event(self) -> None:
        os.eventfd_read(self._fileno)
        while True:
            try:
                call = self._waiting.get_nowait()
            except Empty:
                return
            call()

    def handle_error(self) -> None:
        """Asked for while an exception is handled, which is a bug and ends the loop."""
        raise

    def handle_close(self) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                os.close(self._fileno)


class Syncer:
    """`secure` returns when a file is durable, or raises OSError."""

    def __init__(self, secure: Callable[[Path], None], calls: LoopCalls) -> None:
        self._secure = secure
        self._calls = calls
        self._tasks: SimpleQueue[tuple[Path, Done] | None] = SimpleQueue()

    def start(self) -> None:
        for number in range(1, _THREADS + 1):
            threading.Thread(target=self._run, name=f"sync-{number}", daemon=True).start()

    def stop(self) -> None:
        """Does not wait: what is not durable by now was not acknowledged."""
        for _ in range(_THREADS):
            self._tasks.put(None)

    def put(self, path: Path, done: Done) -> None:
        """`done` is called by the IO loop."""
        self._tasks.put((path, done))

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            path, done = task
            failure: OSError | None = None
            try:
                self._secure(path)
            except OSError as error:
                failure = error
            self._calls.put(partial(done, failure))
