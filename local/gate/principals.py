"""Who asks, and the Principal element of resource policies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import cast

from local.gate.patterns import PolicyError

_ACCOUNT = re.compile(r"(?:arn:aws:iam::)?(\d{12})(?::root)?")
_KINDS = ("AWS", "Service", "Federated")


@dataclass(frozen=True, slots=True)
class Asker:
    """One principal: a user, a session of a role, or a service of AWS."""

    arn: str
    """ARN of the user or of the session; the name of the service."""
    account: str = ""
    role_arn: str | None = None

    @property
    def is_service(self) -> bool:
        """Whether AWS itself asks."""
        return not self.account


class Match(IntEnum):
    """How closely a Principal element names the asker; the later the closer."""

    NONE = 0
    ACCOUNT = 1
    """Its account: what the account's own policies allow is allowed here."""
    ROLE = 2
    """Its role: session policy and permissions boundary still limit it."""
    SELF = 3
    """The user, the session, the service or everyone: nothing but a deny limits it."""


@dataclass(frozen=True, slots=True)
class Principals:
    """A Principal or NotPrincipal element."""

    everyone: bool
    accounts: frozenset[str]
    arns: frozenset[str]
    services: frozenset[str]

    def match(self, asker: Asker) -> Match:
        """How closely this element names the asker."""
        if self.everyone:
            return Match.SELF
        if asker.is_service:
            return Match.SELF if asker.arn in self.services else Match.NONE
        if asker.arn in self.arns:
            return Match.SELF
        if asker.role_arn in self.arns:
            return Match.ROLE
        return Match.ACCOUNT if asker.account in self.accounts else Match.NONE

    def excepts(self, asker: Asker) -> bool:
        """Whether this element, as NotPrincipal of a Deny, spares the asker.

        AWS spares a user only if its account is named as well, and a session only if its account
        and its role are.
        """
        if self.everyone or asker.is_service:
            return self.match(asker) is Match.SELF
        if asker.account not in self.accounts or asker.arn not in self.arns:
            return False
        return asker.role_arn is None or asker.role_arn in self.arns


def read_principals(element: object) -> Principals:
    """Read the element. Raises PolicyError for what is not a principal of a known kind."""
    if element == "*":
        return Principals(True, frozenset(), frozenset(), frozenset())
    if not isinstance(element, Mapping) or not element:
        raise PolicyError("a principal is * or a map")
    named = cast(Mapping[str, object], element)
    unknown = set(named) - set(_KINDS)
    if unknown:
        raise PolicyError(f"unknown kind of principal {sorted(unknown)[0]!r}")
    trusted = _listed(named.get("AWS", []))
    accounts = {found[1] for one in trusted if (found := _ACCOUNT.fullmatch(one))}
    arns = {one for one in trusted if one != "*" and not _ACCOUNT.fullmatch(one)}
    for arn in arns:
        if not arn.startswith("arn:aws:") or "*" in arn:
            raise PolicyError(f"not a principal: {arn!r}")
    services = _listed(named.get("Service", []))
    return Principals("*" in trusted, frozenset(accounts), frozenset(arns), frozenset(services))


def _listed(value: object) -> list[str]:
    items = cast(list[object], value) if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in items):
        raise PolicyError("principals are texts")
    return cast(list[str], items)
