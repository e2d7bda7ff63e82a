"""The clips table in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Merge, Partition, Row, Sieve, Slice, Span
from functions.clips.store.batches import read_items
from functions.clips.store.expressions import Expression, sift
from functions.clips.store.items import decode_row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT = "the clips table"
_CONDITION_FAILED = "ConditionalCheckFailedException"
# Queries wait for the network; more threads than this would wait for one Lambda's CPU.
_PARALLEL_MAX = 8


class ClipTable:
    """Rows of clips and cameras; every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def read_row(self, pk: str) -> Row | None:
        """One row as last written."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._name, Key={"pk": {"S": pk}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return decode_row(item) if item else None

    def read_slices(
        self, partitions: list[Partition], span: Span, count: int, sieve: Sieve
    ) -> list[Slice]:
        """Of each partition, what the first `count` rows of the span hold that passes the sieve."""

        def read(partition: Partition) -> Slice:
            return self._read_slice(partition, span, count, sieve)

        if len(partitions) < 2:
            return [read(partition) for partition in partitions]
        with ThreadPoolExecutor(min(len(partitions), _PARALLEL_MAX)) as pool:
            return list(pool.map(read, partitions))

    def _read_slice(self, partition: Partition, span: Span, count: int, sieve: Sieve) -> Slice:
        expression = Expression()
        key = (
            f"{expression.equals(f'by_{partition.index}', partition.value)}"
            f" AND {expression.name('ordered')} BETWEEN :low AND :high"
        )
        expression.values |= {":low": {"S": span.low}, ":high": {"S": span.high}}
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName=partition.index,
                KeyConditionExpression=key,
                FilterExpression=sift(expression, sieve),
                ExpressionAttributeNames=expression.names,
                ExpressionAttributeValues=expression.values,
                ScanIndexForward=not span.newest_first,
                Limit=count,
            )
        last = answer.get("LastEvaluatedKey")
        rows = [decode_row(item) for item in answer["Items"]]
        return Slice(rows, str(last["ordered"].get("S")) if last else None)

    def read_rows(self, pks: list[str]) -> list[Row]:
        """The rows of these keys that exist, in no order."""
        return [decode_row(item) for item in read_items(self._client, self._name, pks)]

    def read_cameras(self, partition: Partition, after: str, count: int) -> list[Row]:
        """The first `count` cameras of a site whose names are greater than `after`."""
        values = {":p": {"S": partition.value}}
        condition = "#p = :p"
        attributes = {"#p": f"by_{partition.index}"}
        if after:
            condition += " AND #o > :o"
            attributes["#o"] = "ordered"
            values[":o"] = {"S": after}
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName=partition.index,
                KeyConditionExpression=condition,
                ExpressionAttributeNames=attributes,
                ExpressionAttributeValues=values,
                Limit=count,
            )
        return [decode_row(item) for item in answer["Items"]]

    def merge(self, write: Merge) -> bool:
        """Write; False when the present row has another identity, or people starred or deleted
        the clip (`logic.keeping`), and then nothing changes."""
        expression = Expression()
        update = expression.merge(write)
        same = " AND ".join(expression.same(name) for name in write.identity)
        free = expression.still("kept", None)
        condition = f"attribute_not_exists({expression.name('pk')}) OR ({same} AND {free})"
        return self._update(write.pk, update, condition, expression)

    def advance(self, pk: str, identity: Row, latest: Mapping[str, str]) -> bool:
        """Write all of `latest`, unless the row has a greater value of one; False changes nothing.

        `identity` is written with it, for a row that is new.
        """
        expression = Expression()
        sets = [expression.assign(name, value) for name, value in {**identity, **latest}.items()]
        older = " AND ".join(f"{expression.name(name)} <= :{name}" for name in latest)
        condition = f"attribute_not_exists({expression.name('pk')}) OR ({older})"
        return self._update(pk, f"SET {', '.join(sets)}", condition, expression)

    def _update(self, pk: str, update: str, condition: str, expression: Expression) -> bool:
        try:
            with calling(_WHAT):
                self._client.update_item(
                    TableName=self._name,
                    Key={"pk": {"S": pk}},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames=expression.names,
                    ExpressionAttributeValues=expression.values,
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True
