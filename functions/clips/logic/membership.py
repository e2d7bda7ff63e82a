"""Which sites a caller belongs to; this alone decides what a call may see."""

import re
from collections.abc import Mapping

from contract import names
from functions.errors import Rejected

# How an HTTP API hands an array claim over: "[site:home site:barn]".
# Group names hold no space: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
# API_GroupType.html
_LIST = re.compile(r"\[([^\[\]]*)\]")


def read_sites(claims: Mapping[str, object]) -> tuple[str, ...]:
    """The caller's sites, sorted, at most CLIPS_SITES_PER_PERSON_MAX of them.

    A person in no group has no such claim and sees nothing; groups of other kinds are ignored.
    Raises Rejected "forbidden" for claims that are not those of an access token.
    """
    if claims.get("token_use") != "access":
        raise Rejected("forbidden", "an access token is needed")
    groups = claims.get("cognito:groups", "[]")
    listed = _LIST.fullmatch(groups) if isinstance(groups, str) else None
    if not listed:
        raise Rejected("forbidden", "the token's groups cannot be read")
    sites: set[str] = set()
    for group in listed[1].split():
        try:
            sites.add(names.parse_site_group(group))
        except ValueError:
            continue
    return tuple(sorted(sites)[: names.CLIPS_SITES_PER_PERSON_MAX])
