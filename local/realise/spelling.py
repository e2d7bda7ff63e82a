"""From the provider's spelling of a resource to the service's own, guided by AWS's service model.

`visibilityTimeoutSeconds: 30.0` becomes `VisibilityTimeout: 30`: members are found by name
whatever their case, numbers get the model's type, lists get CloudFront's {Quantity, Items}. What
the model does not know raises: an input is honoured or refused, never dropped.
"""

from collections.abc import Mapping
from typing import Any, cast

from local.foreign import Foreign, Plain

Names = Mapping[str, str]
"""The provider's dotted path of an input -> the service's member name, where they differ."""


class NotUnderstood(ValueError):
    """An input that no member of the service's call takes."""


def spell(shape: Foreign, value: Plain, names: Names, path: str = "") -> Plain:
    """The value as the service's call takes it; None stands for absent."""
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, value, names, path)
    if kind == "list":
        items = cast("list[Plain]", value) if isinstance(value, list) else [value]
        return [spell(shape.member, item, names, path) for item in items]
    if kind == "map":
        return {key: spell(shape.value, item, names, path) for key, item in value.items()}
    return _scalar(kind, value)


def _structure(shape: Foreign, value: Plain, names: Names, path: str) -> dict[str, Any]:
    if isinstance(value, list):
        items = cast("list[Plain]", value)
        if "Quantity" in shape.members:
            return _counted(shape, items, names, path)
        value = _only(items, path)
    if "Quantity" in shape.members and set(value) == {"items"}:
        return _counted(shape, value["items"], names, path)
    members = {name.lower(): name for name in shape.members}
    spelled: dict[str, Any] = {}
    for key, item in value.items():
        place = f"{path}.{key}" if path else key
        member = names.get(place) or members.get(key.lower())
        if member is None:
            raise NotUnderstood(f"input {place} has no counterpart in {shape.name}")
        if item is not None:
            spelled[member] = spell(shape.members[member], item, names, place)
    return spelled


def _counted(shape: Foreign, items: list[Plain], names: Names, path: str) -> dict[str, Any]:
    if not items:
        return {"Quantity": 0}
    return {"Quantity": len(items), "Items": spell(shape.members["Items"], items, names, path)}


def _only(items: list[Plain], path: str) -> Plain:
    if len(items) != 1:
        raise NotUnderstood(f"input {path} has {len(items)} entries, want one")
    return items[0]


def _scalar(kind: str, value: Plain) -> Plain:
    if kind in ("integer", "long") and isinstance(value, float):
        return int(value)
    if kind == "string" and isinstance(value, bool):
        return str(value).lower()
    if kind == "string" and isinstance(value, int | float):
        return f"{value:g}" if value % 1 else str(int(value))
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value, value)
    return value
