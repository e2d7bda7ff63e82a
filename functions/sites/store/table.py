"""The sites table in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.aws import calling
from functions.errors import Unavailable
from functions.sites.rows import Change, Counted, Place, Row, Value
from functions.sites.store.items import decode_row, encode_key, encode_row, encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

_WHAT = "the sites table"
# What a cancelled transaction says when somebody else was quicker.
_LOST = {"None", "ConditionalCheckFailed", "TransactionConflict"}


class SiteTable:
    """Rows of sites and people; every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def read(self, place: Place) -> Row | None:
        """One row as last written."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._name, Key=encode_key(place), ConsistentRead=True
            )
        return decode_row(answer["Item"]) if "Item" in answer else None

    def read_all(self, places: list[Place]) -> dict[Place, Row]:
        """Those of at most 100 rows that there are."""
        if not places:
            return {}
        with calling(_WHAT):
            keys = [encode_key(place) for place in places]
            answer = self._client.batch_get_item(
                RequestItems={self._name: {"Keys": keys, "ConsistentRead": True}}
            )
        if answer.get("UnprocessedKeys"):
            raise Unavailable(f"{_WHAT} answers only in part")
        return {
            Place(str(item["pk"].get("S")), str(item["sk"].get("S"))): decode_row(item)
            for item in answer["Responses"].get(self._name, [])
        }

    def read_below(self, pk: str, prefix: str) -> dict[Place, Row]:
        """Every row of a partition whose sort key begins like this, in its order."""
        rows: dict[Place, Row] = {}
        with calling(_WHAT):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._name,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
                ExpressionAttributeValues={":pk": {"S": pk}, ":prefix": {"S": prefix}},
                ConsistentRead=True,
            )
            for page in pages:
                for item in page["Items"]:
                    place = Place(str(item["pk"].get("S")), str(item["sk"].get("S")))
                    rows[place] = decode_row(item)
        return rows

    def update(self, counted: Counted, fields: Mapping[str, Value | None]) -> bool:
        """Set fields of a row, or remove those that are None; False when somebody was quicker."""
        try:
            with calling(_WHAT):
                self._client.update_item(**self._counting(counted, fields))
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def commit(self, counted: Counted, change: Change) -> bool:
        """Write and remove rows together; False, and nothing done, when somebody was quicker."""
        items: list[TransactWriteItemTypeDef] = [{"Update": self._counting(counted, {})}]
        for place, row in change.puts:
            items.append({"Put": {"TableName": self._name, "Item": encode_row(place, row)}})
        for place in change.deletes:
            items.append({"Delete": {"TableName": self._name, "Key": encode_key(place)}})
        try:
            with calling(_WHAT):
                self._client.transact_write_items(TransactItems=items)
        except self._client.exceptions.TransactionCanceledException as error:
            told = error.response.get("CancellationReasons", [])
            reasons = {each.get("Code", "") for each in told}
            if reasons <= _LOST:
                return False
            raise Unavailable(f"{_WHAT} does not take a change: {', '.join(reasons)}") from error
        return True

    def _counting(self, counted: Counted, fields: Mapping[str, Value | None]) -> UpdateTypeDef:
        names = {f"#{name}": name for name in (counted.counter, *fields)}
        given = {**fields, counted.counter: counted.count + 1}
        present = {name: value for name, value in given.items() if value is not None}
        values = {f":{name}": encode_value(value) for name, value in present.items()}
        update = "SET " + ", ".join(f"#{name} = :{name}" for name in present)
        gone = [f"#{name}" for name, value in given.items() if value is None]
        if gone:
            update += " REMOVE " + ", ".join(gone)
        condition = f"attribute_not_exists(#{counted.counter})"
        if counted.count:
            condition = f"#{counted.counter} = :counted"
            values[":counted"] = encode_value(counted.count)
        return {
            "TableName": self._name,
            "Key": encode_key(counted.place),
            "UpdateExpression": update,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
