"""Policy documents of IAM, read once and strictly."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from local.gate.conditions import Condition, Context, all_of, any_of, read_conditions
from local.gate.patterns import Pattern, PolicyError, read_pattern
from local.gate.principals import Principals, read_principals

Effect = Literal["Allow", "Deny"]
Document = str | bytes | Mapping[str, object]

_ELEMENTS = {
    *("Sid", "Effect", "Condition", "Principal", "NotPrincipal"),
    *("Action", "NotAction", "Resource", "NotResource"),
}
_VERSIONS = {"2012-10-17", "2008-10-17"}


@dataclass(frozen=True, slots=True)
class Patterns:
    """An Action or Resource element, or its Not form."""

    listed: tuple[Pattern, ...]
    inverted: bool

    def __str__(self) -> str:
        listed = ", ".join(one.text for one in self.listed)
        return f"all but {listed}" if self.inverted else listed

    def each(self) -> "list[Patterns]":
        """One element for each pattern; the Not form stays whole."""
        if self.inverted:
            return [self]
        return [Patterns((one,), False) for one in self.listed]

    def may_cover(self, resource: str) -> bool:
        """Whether the element covers the resource for some values of its variables."""
        covered = any(
            one.text == "*" or one.with_any_values().matches(resource, {}, arn=True)
            for one in self.listed
        )
        return covered != self.inverted

    def cover_action(self, action: str) -> bool:
        """Whether the element covers the action; case does not count."""
        covered = any(one.matches(action, {}, any_case=True) for one in self.listed)
        return covered != self.inverted

    def cover_resource(self, resource: str, context: Context) -> bool | None:
        """Whether the element covers the resource. A variable without a value covers nothing;
        in the Not form it leaves the matter undecided."""
        covered = any_of(
            one.text == "*" or one.matches(resource, context.values, arn=True)
            for one in self.listed
        )
        if not self.inverted:
            return bool(covered)
        return None if covered is None else not covered


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `principals` is None in policies of identities."""

    sid: str
    effect: Effect
    principals: Principals | None
    spared: Principals | None
    actions: Patterns
    resources: Patterns | None
    conditions: tuple[Condition, ...]

    def covers(self, action: str, resource: str, context: Context) -> bool:
        """Whether it applies, whoever asks. What cannot be decided counts against the caller."""
        if not self.actions.cover_action(action):
            return False
        resources = True if self.resources is None else None
        if self.resources is not None:
            resources = self.resources.cover_resource(resource, context)
        held = all_of([resources, *(one.holds(context) for one in self.conditions)])
        return self.effect == "Deny" if held is None else held


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy document."""

    statements: tuple[Statement, ...]


def read_identity_policy(document: Document) -> Policy:
    """A policy of a user or role, a session policy or a permissions boundary.

    Raises PolicyError for anything that is not understood."""
    policy = _read(document)
    for one in policy.statements:
        if one.principals or one.spared:
            raise PolicyError("a policy of an identity has no principal")
        if one.resources is None:
            raise PolicyError("a statement needs Resource or NotResource")
    return policy


def read_resource_policy(document: Document) -> Policy:
    """A policy of a bucket, queue or key, or the trust policy of a role.

    Raises PolicyError for anything that is not understood."""
    policy = _read(document)
    for one in policy.statements:
        if one.principals is None and one.spared is None:
            raise PolicyError("a policy of a resource needs a principal")
        if one.spared and one.effect == "Allow":
            raise PolicyError("NotPrincipal is for Deny only")
    return policy


def _read(document: Document) -> Policy:
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    return _read_text(text)


@lru_cache(maxsize=1024)
def _read_text(text: str | bytes) -> Policy:
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise PolicyError("a policy is JSON") from error
    if not isinstance(document, dict):
        raise PolicyError("a policy is a JSON object")
    fields = cast(dict[str, object], document)
    if unknown := set(fields) - {"Version", "Id", "Statement"}:
        raise PolicyError(f"unknown policy element {sorted(unknown)[0]!r}")
    version = fields.get("Version", "2008-10-17")
    if version not in _VERSIONS:
        raise PolicyError(f"unknown policy version {version!r}")
    listed = fields.get("Statement")
    items = cast(list[object], listed) if isinstance(listed, list) else [listed]
    return Policy(tuple(_statement(one, version == "2012-10-17") for one in items))


def _statement(item: object, variables: bool) -> Statement:
    if not isinstance(item, dict):
        raise PolicyError("a statement is a JSON object")
    fields = cast(dict[str, object], item)
    if unknown := set(fields) - _ELEMENTS:
        raise PolicyError(f"unknown statement element {sorted(unknown)[0]!r}")
    effect = fields.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise PolicyError("Effect is Allow or Deny")
    actions = _patterns(fields, "Action", variables=False)
    if actions is None:
        raise PolicyError("a statement needs Action or NotAction")
    if "Principal" in fields and "NotPrincipal" in fields:
        raise PolicyError("Principal and NotPrincipal exclude each other")
    return Statement(
        sid=str(fields.get("Sid", "")),
        effect=effect,
        principals=read_principals(fields["Principal"]) if "Principal" in fields else None,
        spared=read_principals(fields["NotPrincipal"]) if "NotPrincipal" in fields else None,
        actions=actions,
        resources=_patterns(fields, "Resource", variables=variables),
        conditions=_conditions(fields.get("Condition", {}), variables),
    )


def _patterns(fields: dict[str, object], element: str, *, variables: bool) -> Patterns | None:
    given = [one for one in (element, f"Not{element}") if one in fields]
    if len(given) > 1:
        raise PolicyError(f"{element} and Not{element} exclude each other")
    if not given:
        return None
    value = fields[given[0]]
    items = cast(list[object], value) if isinstance(value, list) else [value]
    texts = [one for one in items if isinstance(one, str)]
    if len(texts) != len(items) or not texts:
        raise PolicyError(f"{given[0]} is a text or a list of texts")
    for text in texts:
        if text != "*" and text.count(":") < (1 if element == "Action" else 5):
            raise PolicyError(f"not of the form of {element}: {text!r}")
    listed = tuple(read_pattern(text, variables=variables) for text in texts)
    return Patterns(listed, given[0].startswith("Not"))


def _conditions(block: object, variables: bool) -> tuple[Condition, ...]:
    if not isinstance(block, dict) or not all(
        isinstance(one, dict) for one in cast(dict[str, object], block).values()
    ):
        raise PolicyError("Condition is a map of maps")
    return read_conditions(cast(dict[str, dict[str, object]], block), variables=variables)
