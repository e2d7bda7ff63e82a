"""Grants that nothing uses, and requests that were denied: declared policies against the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.gate.ledger import Entry, Ledger
from local.gate.policy import Document, read_identity_policy


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One action pattern on one resource pattern that a role may use."""

    role: str
    action: str
    resource: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the ledger says about the declared policies."""

    unused: tuple[Grant, ...]
    denied: tuple[tuple[Entry, int], ...]
    """Requests that were refused, with how often."""

    def __str__(self) -> str:
        unused = [f"unused  {one.role} {one.action} {one.resource}" for one in self.unused]
        denied = [
            f"denied  {one.role} {one.action} {one.resource} x{count}" for one, count in self.denied
        ]
        return "\n".join([*unused, *denied]) or "every grant is used, nothing was denied"


def report(declared: Mapping[str, Sequence[Document]], ledger: Ledger) -> Report:
    """Compare the policies of each role, by its ARN, with what was asked.

    Statements with NotAction or NotResource grant nothing that could be listed; they are counted
    as grants of `*`. Raises PolicyError for a policy that is not understood."""
    entries = ledger.entries()
    used = [one for one in entries if one.allowed]
    unused: set[Grant] = set()
    for role, documents in declared.items():
        own = [one for one in used if one.role == role]
        for document in documents:
            unused |= _unused(role, document, own)
    denied = tuple((one, count) for one, count in entries.items() if not one.allowed)
    return Report(tuple(sorted(unused)), denied)


def _unused(role: str, document: Document, used: list[Entry]) -> set[Grant]:
    unused: set[Grant] = set()
    for statement in read_identity_policy(document).statements:
        if statement.effect == "Deny" or statement.resources is None:
            continue
        for action in statement.actions.each():
            for resource in statement.resources.each():
                if not any(
                    action.cover_action(one.action) and resource.may_cover(one.resource)
                    for one in used
                ):
                    unused.add(Grant(role, str(action), str(resource)))
    return unused
