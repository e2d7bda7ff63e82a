"""Exports in the clips table, and the recordings of their range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Partition, Plain, Row
from functions.clips.store.items import decode_row, encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT = "the clips table"


class ExportTable:
    """Every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, pk: str) -> Row | None:
        """One export as last written."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": pk}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return decode_row(item) if item else None

    def claim(self, pk: str, now_s: int, stale_s: int) -> Row | None:
        """Begin to work on it; None when it is done, or another worker was alive after `stale_s`.

        The worker alone writes it until then.
        """
        try:
            with calling(_WHAT):
                answer = self._client.update_item(
                    TableName=self._table,
                    Key={"pk": {"S": pk}},
                    UpdateExpression="SET phase = :running, alive_s = :now",
                    ConditionExpression=(
                        "phase = :queued OR (phase = :running AND alive_s < :stale)"
                    ),
                    ExpressionAttributeValues={
                        ":running": {"S": "running"},
                        ":queued": {"S": "queued"},
                        ":now": {"N": str(now_s)},
                        ":stale": {"N": str(stale_s)},
                    },
                    ReturnValues="ALL_NEW",
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return decode_row(answer["Attributes"])

    def change(self, pk: str, fields: dict[str, Plain]) -> None:
        """Write fields of one that is there."""
        with calling(_WHAT):
            self._client.update_item(
                TableName=self._table,
                Key={"pk": {"S": pk}},
                UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in fields),
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={
                    f":{name}": encode_value(value) for name, value in fields.items()
                },
            )

    def read_range(
        self, partition: Partition, after: str, before: str, now_s: int, most: int
    ) -> list[Row]:
        """Recordings of a camera that are not deleted, oldest first, at most about `most`."""
        rows: list[Row] = []
        low: str | None = after
        while low is not None and len(rows) < most:
            page, low = self._read_page(partition, low, before, now_s)
            rows += page
        return rows

    def _read_page(
        self, partition: Partition, low: str, before: str, now_s: int
    ) -> tuple[list[Row], str | None]:
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._table,
                IndexName=partition.index,
                KeyConditionExpression="#p = :p AND ordered BETWEEN :low AND :before",
                FilterExpression="expires_at > :now AND attribute_not_exists(deleted_at)",
                ExpressionAttributeNames={"#p": f"by_{partition.index}"},
                ExpressionAttributeValues={
                    ":p": {"S": partition.value},
                    ":low": {"S": low},
                    ":before": {"S": before},
                    ":now": {"N": str(now_s)},
                },
                Limit=200,
            )
        last = answer.get("LastEvaluatedKey")
        rows = [decode_row(item) for item in answer["Items"]]
        # The least text above the last one's.
        return rows, f"{last['ordered'].get('S')} " if last else None
