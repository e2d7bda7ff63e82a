"""Tallies in DynamoDB: counted in the same transaction as what is counted, read by days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.aws import calling
from functions.clips.rows import Addition, Before, Merge, Row, Span
from functions.clips.store.batches import read_items
from functions.clips.store.expressions import Expression
from functions.clips.store.items import decode_row
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_WHAT = "the clips table"
_INDEX = "site"
# Others wrote first: reading again tells what is left to do.
# docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
_OVERTAKEN = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
_PASSING = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})


class TallyTable:
    """Rows of sums; every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def merge(self, write: Merge, before: Before, addition: Addition) -> bool:
        """Write and add, both or neither; False when the row is not any more what it was before,
        or somebody else is writing it, and then nothing changes."""
        expression = Expression()
        update = expression.merge(write)
        if before.exists:
            same = [expression.same(name) for name in write.identity]
            condition = " AND ".join([*same, expression.still(before.name, before.value)])
        else:
            condition = f"attribute_not_exists({expression.name('pk')})"
        merge: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self._name,
                "Key": {"pk": {"S": write.pk}},
                "UpdateExpression": update,
                "ConditionExpression": condition,
                "ExpressionAttributeNames": expression.names,
                "ExpressionAttributeValues": expression.values,
            }
        }
        try:
            with calling(_WHAT):
                self._client.transact_write_items(TransactItems=[merge, self.adding(addition)])
        except self._client.exceptions.TransactionCanceledException as error:
            codes = {each.get("Code") for each in error.response.get("CancellationReasons", [])}
            if codes & _OVERTAKEN:
                return False
            if codes & _PASSING:
                raise Unavailable(
                    f"{_WHAT} does not answer: {', '.join(map(str, codes))}"
                ) from None
            raise
        return True

    def adding(self, addition: Addition) -> TransactWriteItemTypeDef:
        """An addition as a part of a transaction."""
        expression = Expression()
        return {
            "Update": {
                "TableName": self._name,
                "Key": {"pk": {"S": addition.pk}},
                "UpdateExpression": expression.add(addition),
                "ExpressionAttributeNames": expression.names,
                "ExpressionAttributeValues": expression.values,
            }
        }

    def read_site(self, partition: str, span: Span, now_s: int) -> list[Row]:
        """A site's unexpired tallies of the days of a span."""
        expression = Expression()
        key = (
            f"{expression.equals(f'by_{_INDEX}', partition)}"
            f" AND {expression.name('ordered')} BETWEEN :low AND :high"
        )
        expression.values |= {":low": {"S": span.low}, ":high": {"S": span.high}}
        unexpired = expression.bound("expires_at", ">", now_s)
        rows: list[Row] = []
        start: dict[str, Any] = {}
        while True:
            with calling(_WHAT):
                answer = self._client.query(
                    TableName=self._name,
                    IndexName=_INDEX,
                    KeyConditionExpression=key,
                    FilterExpression=unexpired,
                    ExpressionAttributeNames=expression.names,
                    ExpressionAttributeValues=expression.values,
                    **start,
                )
            rows += [decode_row(item) for item in answer["Items"]]
            last = answer.get("LastEvaluatedKey")
            if not last:
                return rows
            start = {"ExclusiveStartKey": last}

    def read_days(self, pks: list[str], now_s: int) -> list[Row]:
        """Those of these tallies that exist and are unexpired, in no order."""
        rows = [decode_row(item) for item in read_items(self._client, self._name, pks)]
        return [row for row in rows if int(str(row["expires_at"])) > now_s]
