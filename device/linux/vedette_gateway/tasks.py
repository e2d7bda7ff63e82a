"""Background threads of which none may die unnoticed."""

import errno
import threading
import time
from collections.abc import Callable

from vedette_gateway.errors import NoSpace

_NO_SPACE_PAUSE_S = 1.0
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class Tasks:
    """Starts threads, and remembers the first that ended on its own.

    A thread's function has to return soon after `stopping` is set. One that raises NoSpace, or
    OSError for lack of space, starts again after a pause; `suffer` is told its name and why.
    """

    def __init__(self, suffer: Callable[[str, str], None]) -> None:
        self._suffer = suffer
        self.stopping = threading.Event()
        self._ended = threading.Event()
        self._failure: str | None = None
        self._threads: list[threading.Thread] = []

    def start(self, name: str, run: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._run, args=(name, run), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def ask_to_stop(self) -> None:
        self.stopping.set()
        self._ended.set()

    def wait(self, within_s: float) -> bool:
        """Whether, within so many seconds, somebody asked to stop or a task has died."""
        return self._ended.wait(within_s)

    @property
    def failure(self) -> str | None:
        """Which task died first, and why."""
        return self._failure

    def join(self, within_s: float) -> list[str]:
        """Wait for the threads; return the names of those that are still busy."""
        deadline = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return [thread.name for thread in self._threads if thread.is_alive()]

    def _run(self, name: str, run: Callable[[], None]) -> None:
        try:
            self._run_through(name, run)
            why = "ended"
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
        if not self.stopping.is_set():
            self._failure = self._failure or f"{name}: {why}"
            self._ended.set()

    def _run_through(self, name: str, run: Callable[[], None]) -> None:
        while True:
            try:
                return run()
            except NoSpace as error:
                self._suffer(name, str(error))
            except OSError as error:
                if error.errno not in _NO_SPACE:
                    raise
                self._suffer(name, str(error.strerror))
            if self.stopping.wait(_NO_SPACE_PAUSE_S):
                return None


class Bell:
    """Wakes waiting threads; a ring between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def rings(self) -> int:
        with self._changed:
            return self._rings

    def wait(self, seen: int, within_s: float) -> None:
        """Return when it has rung since `seen`, or after `within_s` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._rings != seen, timeout=within_s)
