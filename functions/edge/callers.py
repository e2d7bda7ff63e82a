"""From the verified claims of a call to the person and their memberships."""

from collections.abc import Mapping
from typing import Any

from functions.edge.http import read_claims
from functions.membership import Caller, Membership, read_appointed, read_person


class Callers:
    """Whom the JWT authorizer let in."""

    def read(self, event: Mapping[str, Any]) -> Caller:
        """Raises Rejected "forbidden" for claims that are not those of an access token."""
        claims = read_claims(event)
        person = read_person(claims)
        return Caller(person, tuple(Membership(site, "owner") for site in read_appointed(claims)))
