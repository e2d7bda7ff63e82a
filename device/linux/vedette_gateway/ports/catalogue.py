"""The cloud's catalogue, asked through its API with a person's access token."""

import http.client
import json
from typing import cast
from urllib.parse import urlencode, urlsplit

from vedette_gateway.errors import Rejected, Unavailable

_PAGE = 100
_ANSWER_S = 30.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Catalogue:
    """Raises Rejected for an address that the token must not be sent to."""

    def __init__(self, api: str, token: str) -> None:
        parts = urlsplit(api)
        is_near = parts.hostname in _LOOPBACK
        if parts.hostname is None or (parts.scheme != "https" and not is_near):
            raise Rejected("api", "has to be https://... (http:// only for this computer)")
        self._parts = parts
        self._token = token

    def list_clips(self, site: str, recorded_since: str) -> frozenset[str]:
        """Their ids; the time is in the contract's form. Raises Unavailable or Rejected."""
        found: set[str] = set()
        cursor: str | None = None
        while True:
            query = {"after": recorded_since, "limit": str(_PAGE)} | (
                {"cursor": cursor} if cursor else {}
            )
            page = self._get(f"/v1/clips?{urlencode(query)}")
            items = cast(list[dict[str, object]], page.get("items") or [])
            found.update(str(item["id"]) for item in items if item.get("site") == site)
            cursor = cast(str | None, page.get("cursor"))
            if cursor is None:
                return frozenset(found)

    def _get(self, path: str) -> dict[str, object]:
        kind = (
            http.client.HTTPSConnection
            if self._parts.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=_ANSWER_S)
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        try:
            connection.request("GET", self._parts.path.rstrip("/") + path, headers=headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"the API does not answer: {error}") from None
        finally:
            connection.close()
        if answer.status != 200:
            raise Rejected(str(answer.status), f"the API answers {answer.status} {answer.reason}")
        return cast(dict[str, object], json.loads(text))
