"""The decision: which policies allow or deny one action on one resource, as IAM decides it inside
one account."""

from collections.abc import Iterable
from dataclasses import dataclass

from local.gate.conditions import Context
from local.gate.policy import Policy
from local.gate.principals import Asker, Match


@dataclass(frozen=True, slots=True)
class Question:
    """May this principal do this?"""

    asker: Asker
    action: str
    """`service:Operation`."""
    resource: str
    """ARN, or `*` where the action has no resource or the resource is not known."""
    context: Context


@dataclass(frozen=True, slots=True)
class Grants:
    """Every policy that has a say."""

    identity: tuple[Policy, ...] = ()
    session: Policy | None = None
    boundary: Policy | None = None
    resource: Policy | None = None
    resource_rules: bool = False
    """The resource's policy must agree (KMS keys and roles): identity policies count only where
    it names the account."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, with the end of AWS's sentence about a refusal."""

    allowed: bool
    reason: str = ""


_ALLOWED = Decision(True)


def decide(question: Question, grants: Grants) -> Decision:
    """Decide as IAM does: a deny anywhere wins; then the resource's policy or the identity's
    policies must allow; boundary and session policy narrow all but what the resource's policy
    gives to the user or session itself."""
    match = _resource_match(question, grants.resource, spares=grants.boundary is None)
    denied = _denied_by(question, grants, match)
    if denied:
        return Decision(False, f"with an explicit deny in {denied}")
    if match is Match.SELF:
        return _ALLOWED
    trusted = match is not None and match >= Match.ACCOUNT
    if match is not Match.ROLE:
        if grants.resource_rules and not trusted:
            return _lacking(question, "resource-based policy")
        if not _allows(question, grants.identity):
            return _lacking(question, "identity-based policy")
    for name, limit in (
        ("permissions boundary", grants.boundary),
        ("session policy", grants.session),
    ):
        if limit is not None and not _allows(question, [limit]):
            return _lacking(question, name)
    return _ALLOWED


def resource_allows(question: Question, policy: Policy) -> bool:
    """Whether a resource's policy by itself lets the asker in: all that a service of AWS needs."""
    return _resource_match(question, policy, spares=True) is Match.SELF


def _lacking(question: Question, kind: str) -> Decision:
    return Decision(False, f"because no {kind} allows the {question.action} action")


def _denied_by(question: Question, grants: Grants, match: Match | None) -> str:
    if match is None:
        return "a resource-based policy"
    for name, policies in (
        ("an identity-based policy", grants.identity),
        ("a permissions boundary", [grants.boundary]),
        ("a session policy", [grants.session]),
    ):
        if any(one is not None and _applies(question, one, "Deny") for one in policies):
            return name
    return ""


def _applies(question: Question, policy: Policy, effect: str) -> bool:
    return any(
        one.effect == effect and one.covers(question.action, question.resource, question.context)
        for one in policy.statements
    )


def _allows(question: Question, policies: Iterable[Policy]) -> bool:
    return any(_applies(question, one, "Allow") for one in policies)


def _resource_match(question: Question, policy: Policy | None, *, spares: bool) -> Match | None:
    """How closely the allowing statements name the asker; None when a statement denies.

    `spares`: NotPrincipal spares whom it names; nobody with a permissions boundary is spared."""
    best = Match.NONE
    for one in policy.statements if policy else ():
        if not one.covers(question.action, question.resource, question.context):
            continue
        if one.spared is not None:
            spared = spares and one.spared.excepts(question.asker)
            named = Match.NONE if spared else Match.SELF
        else:
            named = one.principals.match(question.asker) if one.principals else Match.NONE
        if one.effect == "Deny" and named is not Match.NONE:
            return None
        if one.effect == "Allow":
            best = max(best, named)
    return best
