"""Whether to try S3 now: failures rest one clip or, mostly, all connections together."""

import random
import threading
import time
from dataclasses import dataclass

_FIRST_PAUSE_S = 0.5
_PAUSE_MAX_S = 60.0
_CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class LinkReport:
    """The latest trouble; times in epoch seconds. `failing_since` is None while uploads work."""

    last_error: str | None
    last_error_at: float | None
    failing_since: float | None
    failures: int


class Link:
    """Used by all upload threads; pauses double up to a minute, up to half less by chance."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures_of: dict[str, int] = {}
        self._rests_until: dict[str, float] = {}
        self._failures = 0
        self._failed_at = 0.0
        self._open_at = 0.0
        self._failing_since: float | None = None
        self._last_error: str | None = None
        self._last_error_at: float | None = None

    def count_wait_s(self) -> float:
        """Seconds until anything may be tried; 0 for now."""
        with self._lock:
            return max(0.0, self._open_at - time.monotonic())

    def is_resting(self, receipt: str) -> bool:
        with self._lock:
            return time.monotonic() < self._rests_until.get(receipt, 0.0)

    def count_resting(self) -> int:
        with self._lock:
            return len(self._rests_until)

    def rest(self, receipt: str, why: str) -> None:
        """This clip alone."""
        with self._lock:
            failures = self._failures_of[receipt] = self._failures_of.get(receipt, 0) + 1
            self._rests_until[receipt] = time.monotonic() + _choose_pause_s(failures)
            self._note(why)

    def fail(self, why: str) -> None:
        """All connections: S3, or the way to it, does not work or wants to be spared.

        Requests that fail together count once.
        """
        with self._lock:
            now = time.monotonic()
            if now >= self._open_at:
                self._failures += 1
                self._open_at = now + _choose_pause_s(self._failures)
            self._failed_at = now
            self._failing_since = self._failing_since or time.time()
            self._note(why)

    def recover(self, receipt: str, asked_at: float) -> bool:
        """An upload that began at `asked_at` (monotonic) worked; True when that ends a failure.

        One that began before the last failure proves nothing.
        """
        with self._lock:
            self._failures_of.pop(receipt, None)
            self._rests_until.pop(receipt, None)
            if not self._failures or asked_at < self._failed_at:
                return False
            self._failures, self._open_at, self._failing_since = 0, 0.0, None
            return True

    def is_failing(self) -> bool:
        with self._lock:
            return self._failing_since is not None

    def report(self) -> LinkReport:
        with self._lock:
            return LinkReport(
                self._last_error, self._last_error_at, self._failing_since, self._failures
            )

    def _note(self, why: str) -> None:
        self._last_error, self._last_error_at = why, time.time()


def _choose_pause_s(failures: int) -> float:
    longest = min(_PAUSE_MAX_S, _FIRST_PAUSE_S * 2 ** min(failures - 1, 16))
    return _CHANCE.uniform(longest / 2, longest)
