"""The public keys with which a user pool signs its tokens."""

from collections.abc import Callable
from typing import Any

import urllib3
from jwt import PyJWK, PyJWKError
from urllib3.exceptions import HTTPError

from functions.errors import Unavailable

# IoT Core waits five seconds for the whole answer.
# docs.aws.amazon.com/iot/latest/developerguide/custom-authorizer.html
_TIMEOUT = urllib3.Timeout(total=2)
# Anybody can send a token that names a key which is not there.
_ASK_AGAIN_S = 60


class TokenKeys:
    """Kept for as long as the process lives; asked for again when a token names another key."""

    def __init__(self, url: str, now_s: Callable[[], int]) -> None:
        """`url` is that of the pool's JSON Web Key Set (RFC 7517)."""
        self._url = url
        self._now_s = now_s
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)
        self._keys: dict[str, PyJWK] = {}
        self._asked_s: int | None = None

    def find(self, key_id: str) -> PyJWK | None:
        """Raises Unavailable when there are no keys at all yet."""
        now_s = self._now_s()
        if key_id in self._keys:
            return self._keys[key_id]
        if self._asked_s is None or now_s - self._asked_s >= _ASK_AGAIN_S:
            self._keys = self._fetch()
            self._asked_s = now_s
        return self._keys.get(key_id)

    def _fetch(self) -> dict[str, PyJWK]:
        try:
            answer = self._pool.request("GET", self._url, redirect=False)
            if answer.status != 200:
                raise Unavailable(f"the user pool's keys: {answer.status}")
            listed: list[dict[str, Any]] = answer.json()["keys"]
            return {each["kid"]: PyJWK(each) for each in listed}
        except HTTPError as error:
            raise Unavailable(f"the user pool's keys: {type(error).__name__}") from None
        except (ValueError, KeyError, TypeError, PyJWKError):
            raise Unavailable("the user pool's keys cannot be read") from None
