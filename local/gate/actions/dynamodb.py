"""DynamoDB: tables and indexes, batches and transactions, and the leading keys of a request."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from local.gate.actions import reference
from local.gate.actions.need import Need
from local.gate.operations import Operation
from local.gate.patterns import ContextValue
from local.gate.resources import find_table

_TRANSACTION_ACTIONS = {
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_CONTEXT = {
    "dynamodb:select": "Select",
    "dynamodb:returnvalues": "ReturnValues",
    "dynamodb:returnconsumedcapacity": "ReturnConsumedCapacity",
}
_EQUALS = re.compile(r"(#?[\w.-]+)\s*=\s*(:\w+)")
_LEADING = "dynamodb:leadingkeys"

Item = Mapping[str, Mapping[str, Any]]


def needs(operation: Operation) -> list[Need]:
    """What an operation of DynamoDB needs."""
    params = operation.params
    if operation.name in ("TransactWriteItems", "TransactGetItems"):
        return [
            _on_table(operation, _TRANSACTION_ACTIONS[kind], part["TableName"], [_key(part)])
            for item in params.get("TransactItems", [])
            for kind, part in item.items()
        ] or [Need(f"dynamodb:{operation.name}")]
    if operation.name == "BatchGetItem":
        return [
            _on_table(operation, "BatchGetItem", table, part["Keys"])
            for table, part in params["RequestItems"].items()
        ]
    if operation.name == "BatchWriteItem":
        return [
            _on_table(operation, "BatchWriteItem", table, [_written(one) for one in parts])
            for table, parts in params["RequestItems"].items()
        ]
    if operation.name in ("GetItem", "PutItem", "UpdateItem", "DeleteItem"):
        return [_on_table(operation, operation.name, params["TableName"], [_key(params)])]
    if operation.name == "Query":
        return [_query(operation)]
    if operation.name == "Scan":
        return [_need(operation, "Scan", _resource(operation, params["TableName"]), None)]
    if operation.name in ("ListTables", "ExecuteStatement", "BatchExecuteStatement"):
        return [Need(f"dynamodb:{operation.name}")]
    if params.get("TableName"):
        return [Need(f"dynamodb:{operation.name}", _resource(operation, params["TableName"]))]
    return reference.needs(operation)


def _key(part: Mapping[str, Any]) -> Item:
    return part.get("Key") or part.get("Item") or {}


def _written(part: Mapping[str, Any]) -> Item:
    put, delete = part.get("PutRequest"), part.get("DeleteRequest")
    return put["Item"] if put else delete["Key"] if delete else {}


def _on_table(operation: Operation, action: str, table: str, items: Sequence[Item]) -> Need:
    name = _hash_key(operation, table, None)
    keys = [_text(item[name]) for item in items if name and name in item]
    known = tuple(keys) if len(keys) == len(items) else None
    return _need(operation, action, _resource(operation, table), known)


def _query(operation: Operation) -> Need:
    params = operation.params
    table, index = params["TableName"], params.get("IndexName")
    name = _hash_key(operation, table, index)
    resource = _resource(operation, table) + (f"/index/{index}" if index else "")
    return _need(operation, "Query", resource, _asked(params, name) if name else None)


def _asked(params: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    """The value of the partition key that a query asks for."""
    names: Mapping[str, str] = params.get("ExpressionAttributeNames") or {}
    values: Item = params.get("ExpressionAttributeValues") or {}
    found = [
        _text(values[value])
        for key, value in _EQUALS.findall(params.get("KeyConditionExpression") or "")
        if names.get(key, key) == name and value in values
    ]
    old_form: Mapping[str, Any] = params.get("KeyConditions") or {}
    old = old_form.get(name)
    if old:
        found += [_text(value) for value in old["AttributeValueList"]]
    return tuple(found) or None


def _need(
    operation: Operation, action: str, resource: str, leading: tuple[str, ...] | None
) -> Need:
    context: dict[str, ContextValue] = {
        key: str(operation.params[name])
        for key, name in _CONTEXT.items()
        if operation.params.get(name) is not None
    }
    absent = set(_CONTEXT)
    if leading is not None:
        context[_LEADING] = leading
    elif action == "Scan":
        # A scan has no leading key, on AWS as well.
        absent.add(_LEADING)
    return Need(f"dynamodb:{action}", resource, context, frozenset(absent))


def _resource(operation: Operation, table: str) -> str:
    return table if table.startswith("arn:") else operation.arn(f"table/{table}")


def _hash_key(operation: Operation, table: str, index: str | None) -> str | None:
    held = find_table(operation.account_id, operation.region, table)
    if held is None or index is None:
        return held.hash_key_attr if held else None
    for one in [*held.global_indexes, *held.indexes]:
        if one.name == index:
            return next((k["AttributeName"] for k in one.schema if k["KeyType"] == "HASH"), None)
    return None


def _text(value: Mapping[str, Any]) -> str:
    inner = next(iter(value.values()))
    return base64.b64encode(inner).decode() if isinstance(inner, bytes) else str(inner)
