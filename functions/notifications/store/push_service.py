"""The push services of browsers' makers, over HTTPS."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from functions.errors import Rejected, Unavailable

# infra/notifications/store.py multiplies it by the messages of a batch.
_TIMEOUT = urllib3.Timeout(total=6)


class PushServices:
    """Sends what is encrypted already."""

    def __init__(self) -> None:
        # A redirect would lead a push, and the token with it, to somebody else.
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    def send(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the browser is still there (RFC 8030, sections 5 and 7.3).

        Raises Unavailable when trying later may help, Rejected "push_refused" when it will not.
        Neither text holds the endpoint, which is a secret.
        """
        host = urlsplit(endpoint).netloc
        try:
            answer = self._pool.request(
                "POST", endpoint, body=body, headers=dict(headers), redirect=False
            )
        except HTTPError as error:
            raise Unavailable(f"{host} cannot be reached: {type(error).__name__}") from None
        if 200 <= answer.status < 300:
            return True
        if answer.status in (404, 410):
            return False
        if answer.status == 429 or answer.status >= 500:
            raise Unavailable(f"{host} does not take pushes now: {answer.status}")
        raise Rejected("push_refused", f"{host} answers {answer.status}")
