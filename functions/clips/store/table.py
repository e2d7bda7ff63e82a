"""The clips table in DynamoDB."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Merge, Partition, Plain, Row, Slice, Span
from functions.clips.store.items import decode_row, encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

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
        self, partitions: list[Partition], span: Span, count: int, now_s: int
    ) -> list[Slice]:
        """Of each partition, what the newest `count` rows of the span hold that is unexpired."""

        def read(partition: Partition) -> Slice:
            return self._read_slice(partition, span, count, now_s)

        if len(partitions) < 2:
            return [read(partition) for partition in partitions]
        with ThreadPoolExecutor(min(len(partitions), _PARALLEL_MAX)) as pool:
            return list(pool.map(read, partitions))

    def _read_slice(self, partition: Partition, span: Span, count: int, now_s: int) -> Slice:
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._name,
                IndexName=partition.index,
                KeyConditionExpression="#p = :p AND #o BETWEEN :low AND :high",
                # DynamoDB deletes expired rows within days, not at once.
                FilterExpression="#e > :now",
                ExpressionAttributeNames={
                    "#p": f"by_{partition.index}",
                    "#o": "ordered",
                    "#e": "expires_at",
                },
                ExpressionAttributeValues={
                    ":p": {"S": partition.value},
                    ":low": {"S": span.low},
                    ":high": {"S": span.high},
                    ":now": {"N": str(now_s)},
                },
                ScanIndexForward=False,
                Limit=count,
            )
        last = answer.get("LastEvaluatedKey")
        rows = [decode_row(item) for item in answer["Items"]]
        return Slice(rows, str(last["ordered"].get("S")) if last else None)

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
        """Write; False when the present row has another identity, and then nothing changes."""
        expression = _Expression()
        sets = [expression.assign(name, value) for name, value in write.identity.items()]
        sets += [expression.assign(name, value) for name, value in write.fields.items()]
        sets += [expression.assign_missing(name, value) for name, value in write.defaults.items()]
        same = " AND ".join(expression.equals(name) for name in write.identity)
        condition = f"attribute_not_exists({expression.name('pk')}) OR ({same})"
        return self._update(write.pk, f"SET {', '.join(sets)}", condition, expression)

    def advance(self, pk: str, identity: Row, latest: Mapping[str, str]) -> bool:
        """Write all of `latest`, unless the row has a greater value of one; False changes nothing.

        `identity` is written with it, for a row that is new.
        """
        expression = _Expression()
        sets = [expression.assign(name, value) for name, value in {**identity, **latest}.items()]
        older = " AND ".join(f"{expression.name(name)} <= :{name}" for name in latest)
        condition = f"attribute_not_exists({expression.name('pk')}) OR ({older})"
        return self._update(pk, f"SET {', '.join(sets)}", condition, expression)

    def _update(self, pk: str, update: str, condition: str, expression: _Expression) -> bool:
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


class _Expression:
    """Placeholders for every name and value, since many attribute names are reserved words."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, UniversalAttributeValueTypeDef] = {}

    def name(self, name: str) -> str:
        self.names[f"#{name}"] = name
        return f"#{name}"

    def assign(self, name: str, value: Plain | dict[str, Plain]) -> str:
        self.values[f":{name}"] = encode_value(value)
        return f"{self.name(name)} = :{name}"

    def assign_missing(self, name: str, value: Plain | dict[str, Plain]) -> str:
        self.values[f":{name}"] = encode_value(value)
        return f"{self.name(name)} = if_not_exists({self.name(name)}, :{name})"

    def equals(self, name: str) -> str:
        return f"{self.name(name)} = :{name}"
