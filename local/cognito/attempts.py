"""Slows down whoever guesses passwords, as Cognito does: a lock that doubles after five misses."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_FREE_MISSES = 5
_LOCK_SECONDS_MAX = 900.0
_LOGINS_MAX = 10_000


class TooManyAttempts(Exception):
    """This login is locked for a while."""


@dataclass
class _Misses:
    count: int = 0
    locked_until: float = 0.0


class Attempts:
    """Failed attempts by login name, whether or not there is such a person."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._misses: dict[str, _Misses] = {}
        self._lock = Lock()

    def check(self, login: str) -> None:
        """Raises TooManyAttempts while the login is locked."""
        with self._lock:
            misses = self._misses.get(login.lower())
            if misses is not None and self._clock() < misses.locked_until:
                raise TooManyAttempts

    def failed(self, login: str) -> None:
        with self._lock:
            if len(self._misses) >= _LOGINS_MAX:
                self._misses.pop(next(iter(self._misses)))
            misses = self._misses.setdefault(login.lower(), _Misses())
            misses.count += 1
            if misses.count >= _FREE_MISSES:
                seconds = min(2.0 ** (misses.count - _FREE_MISSES), _LOCK_SECONDS_MAX)
                misses.locked_until = self._clock() + seconds

    def succeeded(self, login: str) -> None:
        with self._lock:
            self._misses.pop(login.lower(), None)
