"""From the verified claims of a call to the person and their memberships."""

from collections.abc import Callable, Mapping
from typing import Any

from functions.edge.http import read_claims
from functions.edge.memberships import Memberships
from functions.membership import Caller, collect_memberships, read_appointed, read_person


class Callers:
    """Whom the JWT authorizer let in; `now_s` gives epoch seconds."""

    def __init__(self, memberships: Memberships, now_s: Callable[[], int]) -> None:
        self._memberships = memberships
        self._now_s = now_s

    def read(self, event: Mapping[str, Any]) -> Caller:
        """Costs one query; raises Unavailable.

        Raises Rejected "forbidden" for claims that are not those of an access token.
        """
        claims = read_claims(event)
        person, appointed = read_person(claims), read_appointed(claims)
        rows = self._memberships.read(person)
        return Caller(person, collect_memberships(appointed, rows, self._now_s()))
