"""Who calls, and what that person may see and do on each site; this alone decides it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from contract import names
from functions.errors import Rejected

Role = Literal["owner", "operator", "viewer", "guest"]
Action = Literal["watch", "keep", "export", "share", "arrange", "delete", "govern"]

ROLES: tuple[Role, ...] = get_args(Role)
# keep: star and note. arrange: groups of cameras. govern: members, settings, access log.
ACTIONS_BY_ROLE: dict[Role, frozenset[Action]] = {
    "owner": frozenset(get_args(Action)),
    "operator": frozenset(("watch", "keep", "export", "share", "arrange")),
    "viewer": frozenset(("watch", "keep", "export")),
    "guest": frozenset(("watch",)),
}

# How an HTTP API hands an array claim over: "[site:home site:barn]".
# Group names hold no space: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
# API_GroupType.html
_LIST = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Membership:
    """One person's part in one site; `cameras` are names within it, None is all of them."""

    site: str
    role: Role
    cameras: frozenset[str] | None = None


@dataclass(frozen=True)
class Caller:
    """A verified person: `id` is the token's `sub`; memberships by site, none of them expired."""

    id: str
    memberships: tuple[Membership, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of the caller's sites, sorted."""
        return tuple(each.site for each in self.memberships)

    def membership(self, site: str) -> Membership | None:
        """The caller's part in a site, or None for a stranger."""
        return next((each for each in self.memberships if each.site == site), None)

    def sees(self, site: str, camera: str) -> bool:
        """Whether a camera, by its name within the site, is the caller's to watch."""
        one = self.membership(site)
        return one is not None and (one.cameras is None or camera in one.cameras)

    def may(self, action: Action, site: str) -> bool:
        """Whether the caller's role allows it there; which cameras is for `sees` to say."""
        one = self.membership(site)
        return one is not None and action in ACTIONS_BY_ROLE[one.role]

    def require(self, action: Action, site: str) -> None:
        """Raise Rejected "not_found" for a stranger, "forbidden" for a member who may not."""
        one = self.membership(site)
        if one is None:
            raise unknown_site()
        if action not in ACTIONS_BY_ROLE[one.role]:
            raise Rejected("forbidden", f"a {one.role} may not do this; ask an owner of {site}")


def collect_memberships(
    appointed: Iterable[str], rows: Iterable[Mapping[str, Any]], now_s: int
) -> tuple[Membership, ...]:
    """Appointed owners and the rows of the sites table that have not ended, by site.

    At most CLIPS_SITES_PER_PERSON_MAX: more than that no call can serve. A row says `site`,
    `role` and, where they are limited, `ends_s` (the first second in which it is over) and
    `cameras`.
    """
    found = {site: Membership(site, "owner") for site in appointed}
    for row in rows:
        if row["site"] not in found and now_s < row.get("ends_s", now_s + 1):
            cameras = row.get("cameras")
            limited = None if cameras is None else frozenset[str](cameras)
            found[row["site"]] = Membership(row["site"], row["role"], limited)
    return tuple(found[site] for site in sorted(found)[: names.CLIPS_SITES_PER_PERSON_MAX])


def unknown_site() -> Rejected:
    """The same for a foreign site and for one that does not exist."""
    return Rejected("not_found", "site: there is no such site")


def read_person(claims: Mapping[str, object]) -> str:
    """The caller's id; raises Rejected "forbidden" for claims that are not an access token's."""
    person = claims.get("sub")
    if claims.get("token_use") != "access" or not isinstance(person, str):
        raise Rejected("forbidden", "an access token is needed")
    try:
        return names.check_person(person)
    except ValueError:
        raise Rejected("forbidden", "the token names nobody who could be a member") from None


def read_appointed(claims: Mapping[str, object]) -> tuple[str, ...]:
    """The sites whose owner the user pool's groups make the caller, sorted, at most
    CLIPS_SITES_PER_PERSON_MAX of them.

    A person in no group has no such claim; groups of other kinds are ignored. Raises Rejected
    "forbidden" for groups that cannot be read.
    """
    groups = claims.get("cognito:groups", "[]")
    listed = _LIST.fullmatch(groups) if isinstance(groups, str) else None
    if not listed:
        raise Rejected("forbidden", "the token's groups cannot be read")
    return list_appointed(listed[1].split())


def list_appointed(groups: Iterable[object]) -> tuple[str, ...]:
    """The sites that groups of the user pool stand for, as `read_appointed` gives them."""
    sites: set[str] = set()
    for group in groups:
        try:
            sites.add(names.parse_site_group(str(group)))
        except ValueError:
            continue
    return tuple(sorted(sites)[: names.CLIPS_SITES_PER_PERSON_MAX])
