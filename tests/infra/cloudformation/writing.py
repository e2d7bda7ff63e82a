"""How a resource's inputs become CloudFormation's properties when only names differ."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from tests.infra.recording import Program, Resource

Properties = dict[str, Any]

# Not part of what AWS keeps: how a provider treats a resource.
_OF_THE_PROVIDER = {"forceDestroy", "overrideProvider"}


def pascal(name: str) -> str:
    return name[0].upper() + name[1:]


def plain(values: Mapping[str, Any], names: Mapping[str, str]) -> Properties:
    """Values as they are, whole numbers as such, names in CloudFormation's spelling."""
    return {names.get(key, pascal(key)): _value(value, names) for key, value in values.items()}


def _value(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return plain(cast("Mapping[str, Any]", value), names)
    if isinstance(value, list):
        return [_value(each, names) for each in cast("list[object]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def tags_of(inputs: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in inputs["tags"].items()]


Writer = Callable[[Program, Resource], Properties]


def by_names(
    names: Mapping[str, str] | None = None,
    documents: Mapping[str, str] | None = None,
    drop: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
    tags: str = "Tags",
) -> Writer:
    """A writer of a type whose properties are Pulumi's but for some names.

    `documents` are JSON texts that CloudFormation has as objects, `lists` single values that it has
    as lists; `tags` is "" for a plain map.
    """

    def write(_: Program, resource: Resource) -> Properties:
        inputs = {
            key: value
            for key, value in resource.inputs.items()
            if key not in _OF_THE_PROVIDER and key not in drop and key != "tags"
        }
        texts = documents or {}
        properties = plain({k: v for k, v in inputs.items() if k not in texts}, names or {})
        for key, name in texts.items():
            if key in inputs:
                properties[name] = json.loads(inputs[key])
        for name in lists:
            properties[name] = [properties[name]]
        if "tags" in resource.inputs:
            properties["Tags"] = tags_of(resource.inputs) if tags else dict(resource.inputs["tags"])
        return properties

    return write
