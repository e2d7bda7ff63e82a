"""Who may log in, and who has tried too often."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping

from vedette_gateway.passwords import hash_password, verify_password

# A camera that was given a new password retries every few seconds; a guesser is slowed to
# 5 guesses in half a minute for each account and address.
FAILURES_MAX = 5
LOCKED_S = 30.0
_REMEMBERED_MAX = 10_000


class Logins:
    """Checks passwords against scrypt strings.

    A password that was right is remembered as a keyed hash for as long as the process lives,
    because cameras log in for every clip and scrypt is meant to be slow.
    """

    def __init__(self, password_hashes: Mapping[str, str]) -> None:
        self._password_hashes = dict(password_hashes)
        self._nobody = hash_password(secrets.token_hex())
        self._key = secrets.token_bytes(32)
        self._right: dict[str, bytes] = {}
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}

    def replace(self, password_hashes: Mapping[str, str]) -> None:
        """Other accounts and passwords; failures are still counted."""
        self._right = {}
        self._password_hashes = dict(password_hashes)

    def verify(self, user: str, password: str, address: str) -> bool:
        who = (address, user)
        failures, until = self._failures.get(who, (0, 0.0))
        if failures >= FAILURES_MAX and time.monotonic() < until:
            return False
        if self._is_right(user, password):
            self._failures.pop(who, None)
            return True
        if len(self._failures) >= _REMEMBERED_MAX:
            self._failures.clear()
        count = failures % FAILURES_MAX + 1 if time.monotonic() > until else failures + 1
        self._failures[who] = (count, time.monotonic() + LOCKED_S)
        return False

    def _is_right(self, user: str, password: str) -> bool:
        secret = password.encode("utf-8", "surrogateescape")
        known = hmac.digest(self._key, secret, hashlib.sha256)
        if user in self._right and hmac.compare_digest(self._right[user], known):
            return True
        # An unknown user takes as long as a wrong password.
        is_right = verify_password(password, self._password_hashes.get(user, self._nobody))
        if is_right and user in self._password_hashes:
            self._right[user] = known
            return True
        return False
