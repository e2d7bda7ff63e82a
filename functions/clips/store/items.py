"""DynamoDB's typed attributes to plain values and back; the table holds texts, numbers, maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from functions.clips.rows import Plain, Row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


def encode_value(value: Plain | dict[str, Plain]) -> AttributeValueTypeDef:
    """One attribute value as the API takes it."""
    if isinstance(value, dict):
        return {"M": {name: encode_value(each) for name, each in value.items()}}
    return {"S": value} if isinstance(value, str) else {"N": str(value)}


def decode_row(item: Mapping[str, Any]) -> Row:
    """A row; raises KeyError for an attribute type that this table never holds."""
    return {name: _decode_value(value) for name, value in item.items()}


def _decode_value(value: Mapping[str, Any]) -> Plain | dict[str, Plain]:
    if "S" in value:
        return str(value["S"])
    if "N" in value:
        return int(value["N"])
    return {name: _decode_plain(each) for name, each in value["M"].items()}


def _decode_plain(value: Mapping[str, Any]) -> Plain:
    return str(value["S"]) if "S" in value else int(value["N"])
