"""What the login remembers: codes, refresh tokens, browser sessions, open password changes."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
_KEPT_MAX = 10_000
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.1
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def matches_challenge(verifier: str, challenge: str) -> bool:
    """Whether a PKCE verifier belongs to its S256 challenge."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(made, challenge)


@dataclass
class _Kept(Generic[T]):
    value: T
    expires_at: float


@dataclass
class Vault(Generic[T]):
    """Values under random secrets, each for `seconds`; only hashes of the secrets are kept."""

    seconds: float
    clock: Callable[[], float]
    _kept: dict[str, _Kept[T]] = field(default_factory=dict[str, "_Kept[T]"], repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def keep(self, value: T, seconds: float | None = None) -> str:
        """The secret under which the value is found."""
        secret = secrets.token_urlsafe(32)
        now = self.clock()
        with self._lock:
            for name in [name for name, kept in self._kept.items() if kept.expires_at <= now]:
                del self._kept[name]
            if len(self._kept) >= _KEPT_MAX:
                del self._kept[next(iter(self._kept))]
            lasting = self.seconds if seconds is None else seconds
            self._kept[_hash(secret)] = _Kept(value, now + lasting)
        return secret

    def look(self, secret: str) -> T | None:
        with self._lock:
            return self._valid(self._kept.get(_hash(secret)))

    def take(self, secret: str) -> T | None:
        """The value, for the first who asks."""
        with self._lock:
            return self._valid(self._kept.pop(_hash(secret), None))

    def shorten(self, secret: str, seconds: float) -> None:
        """Let a value live that much longer at most."""
        with self._lock:
            kept = self._kept.get(_hash(secret))
            if kept is not None:
                kept.expires_at = min(kept.expires_at, self.clock() + seconds)

    def _valid(self, kept: _Kept[T] | None) -> T | None:
        return kept.value if kept is not None and self.clock() < kept.expires_at else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
