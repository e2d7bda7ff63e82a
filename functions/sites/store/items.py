"""Rows to DynamoDB's typed attributes and back; the table holds texts, numbers, sets of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from functions.sites.rows import Place, Row, Value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


def encode_key(place: Place) -> dict[str, AttributeValueTypeDef]:
    """The key of a row as the API takes it."""
    return {"pk": {"S": place.pk}, "sk": {"S": place.sk}}


def encode_row(place: Place, row: Row) -> dict[str, AttributeValueTypeDef]:
    """A whole row with its key."""
    return {**encode_key(place), **{name: encode_value(value) for name, value in row.items()}}


def encode_value(value: Value) -> AttributeValueTypeDef:
    """One attribute value as the API takes it; a set must hold something."""
    if isinstance(value, frozenset):
        return {"SS": sorted(value)}
    return {"S": value} if isinstance(value, str) else {"N": str(value)}


def decode_row(item: Mapping[str, Any]) -> Row:
    """A row without its key; raises KeyError for an attribute type that this table never holds."""
    return {name: _decode(value) for name, value in item.items() if name not in ("pk", "sk")}


def _decode(value: Mapping[str, Any]) -> Value:
    if "S" in value:
        return str(value["S"])
    return int(value["N"]) if "N" in value else frozenset[str](value["SS"])
