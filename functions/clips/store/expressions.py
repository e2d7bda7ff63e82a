"""Expressions of DynamoDB, with placeholders for every name and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.clips.rows import Addition, Merge, Plain, Sieve
from functions.clips.store.items import encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef


class Expression:
    """One request's names and values; many attribute names are reserved words."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, UniversalAttributeValueTypeDef] = {}

    def name(self, name: str) -> str:
        """A placeholder for an attribute."""
        self.names[f"#{name}"] = name
        return f"#{name}"

    def merge(self, write: Merge) -> str:
        """The update of a merge."""
        sets = [self.assign(name, value) for name, value in write.identity.items()]
        sets += [self.assign(name, value) for name, value in write.fields.items()]
        sets += [self.assign_missing(name, value) for name, value in write.defaults.items()]
        return f"SET {', '.join(sets)}"

    def add(self, addition: Addition) -> str:
        """The update of an addition."""
        sets = ", ".join(self.assign(name, value) for name, value in addition.fields.items())
        for name, value in addition.sums.items():
            self.values[f":{name}"] = encode_value(value)
        sums = ", ".join(f"{self.name(name)} :{name}" for name in addition.sums)
        return f"SET {sets} ADD {sums}"

    def still(self, name: str, value: dict[str, Plain] | None) -> str:
        """A condition: the attribute has this value, or is not there."""
        if value is None:
            return f"attribute_not_exists({self.name(name)})"
        self.values[":before"] = encode_value(value)
        return f"{self.name(name)} = :before"

    def assign(self, name: str, value: Plain | dict[str, Plain]) -> str:
        """A part of SET."""
        self.values[f":{name}"] = encode_value(value)
        return f"{self.name(name)} = :{name}"

    def assign_missing(self, name: str, value: Plain | dict[str, Plain]) -> str:
        """A part of SET that leaves what is there."""
        self.values[f":{name}"] = encode_value(value)
        return f"{self.name(name)} = if_not_exists({self.name(name)}, :{name})"

    def same(self, name: str) -> str:
        """A condition: the attribute has the value that it is assigned."""
        return f"{self.name(name)} = :{name}"

    def equals(self, name: str, value: Plain) -> str:
        """A condition: the attribute has this value."""
        self.values[f":{name}"] = encode_value(value)
        return self.same(name)

    def bound(self, name: str, sign: str, value: Plain) -> str:
        """A comparison with one of several values."""
        # Both bounds of one attribute need placeholders of their own.
        placeholder = f":{name}_{len(self.values)}"
        self.values[placeholder] = encode_value(value)
        return f"{self.name(name)} {sign} {placeholder}"


def sift(expression: Expression, sieve: Sieve) -> str:
    """The filter that a sieve is."""
    # DynamoDB deletes expired rows within days, not at once.
    parts = [expression.bound("expires_at", ">", sieve.now_s)]
    if sieve.min_duration_ms is not None:
        parts.append(expression.bound("duration_ms", ">=", sieve.min_duration_ms))
    if sieve.max_duration_ms is not None:
        parts.append(expression.bound("duration_ms", "<=", sieve.max_duration_ms))
    if sieve.unstarred:
        parts.append(expression.still("star", None))
    return " AND ".join(parts)
