"""The clips table in DynamoDB, as far as stars and deletions go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Addition, Change, Row
from functions.clips.store.expressions import Expression
from functions.clips.store.items import decode_row, encode_value
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef, UpdateTypeDef

_WHAT = "the clips table"
_FAILED = "ConditionalCheckFailed"


class KeptRows:
    """Every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def apply(self, change: Change, addition: Addition | None = None) -> bool:
        """Write; False when the row is not as expected, and then nothing changes.

        Sums are added to in the same transaction, but only to a tally that is still there.
        """
        update = self._describe(change)
        if addition is None:
            return self._update(update)
        adding = self._describe_sums(addition)
        try:
            with calling(_WHAT):
                self._client.transact_write_items(
                    TransactItems=[{"Update": update}, {"Update": adding}]
                )
        except self._client.exceptions.TransactionCanceledException as error:
            codes = [each.get("Code") for each in error.response.get("CancellationReasons", [])]
            if codes == ["None", _FAILED]:
                # Retention has the tally; a star kept the clip longer.
                return self._update(update)
            if _FAILED in codes:
                return False
            if codes:
                raise Unavailable(f"{_WHAT} does not answer: {codes}") from None
            raise
        return True

    def _update(self, update: UpdateTypeDef) -> bool:
        try:
            with calling(_WHAT):
                self._client.update_item(**update)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _describe(self, change: Change) -> UpdateTypeDef:
        expression = Expression()
        conditions = [f"attribute_exists({expression.name('pk')})"]
        for name, expected in change.expected.items():
            if expected is None:
                conditions.append(expression.still(name, None))
            else:
                conditions.append(expression.bound(name, "=", expected))
        sets = [expression.assign(name, value) for name, value in change.sets.items()]
        removes = [expression.name(name) for name in change.removes]
        update = [f"SET {', '.join(sets)}"] if sets else []
        update += [f"REMOVE {', '.join(removes)}"] if removes else []
        return {
            "TableName": self._name,
            "Key": {"pk": {"S": change.pk}},
            "UpdateExpression": " ".join(update),
            "ConditionExpression": " AND ".join(conditions),
            "ExpressionAttributeNames": expression.names,
            "ExpressionAttributeValues": expression.values,
        }

    def _describe_sums(self, addition: Addition) -> UpdateTypeDef:
        expression = Expression()
        for name, value in addition.sums.items():
            expression.values[f":{name}"] = encode_value(value)
        sums = ", ".join(f"{expression.name(name)} :{name}" for name in addition.sums)
        return {
            "TableName": self._name,
            "Key": {"pk": {"S": addition.pk}},
            "UpdateExpression": f"ADD {sums}",
            "ConditionExpression": f"attribute_exists({expression.name('pk')})",
            "ExpressionAttributeNames": expression.names,
            "ExpressionAttributeValues": expression.values,
        }

    def replace(self, row: Row, version: int) -> bool:
        """Write a whole row in place of one whose `keep_version` is `version`; False changes
        nothing."""
        try:
            with calling(_WHAT):
                self._client.put_item(
                    TableName=self._name,
                    Item={name: encode_value(value) for name, value in row.items()},
                    ConditionExpression="#version = :version",
                    ExpressionAttributeNames={"#version": "keep_version"},
                    ExpressionAttributeValues={":version": {"N": str(version)}},
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def list_due(self, partition: str, until: str, count: int) -> list[str]:
        """Table keys of the first `count` rows of which something is due until then, inclusive."""
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName="chore",
                KeyConditionExpression="#p = :p AND #d <= :until",
                ExpressionAttributeNames={"#p": "by_chore", "#d": "due_at"},
                ExpressionAttributeValues={":p": {"S": partition}, ":until": {"S": until}},
                Limit=count,
            )
        return [str(decode_row(item)["pk"]) for item in answer["Items"]]

    def list_deleted(self, partition: str, before: str | None, count: int) -> list[Row]:
        """The newest `count` deletions of a site, or of those that come before in their order."""
        condition, names = "#p = :p", {"#p": "by_deleted"}
        values: dict[str, UniversalAttributeValueTypeDef] = {":p": {"S": partition}}
        if before is not None:
            condition += " AND #o < :before"
            names["#o"] = "deleted_order"
            values[":before"] = {"S": before}
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName="deleted",
                KeyConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
                ScanIndexForward=False,
                Limit=count,
            )
        return [decode_row(item) for item in answer["Items"]]
