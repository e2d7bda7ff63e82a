"""Rows that are written once and read newest first, in the clips table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Partition, Row
from functions.clips.store.items import decode_row, encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT = "the clips table"


class LineTable:
    """Lines of the access log, share links, exports; both methods raise Unavailable."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, row: Row) -> bool:
        """Write a row; False when its key is there already, and then nothing changes."""
        fields = [name for name in row if name != "pk"]
        try:
            with calling(_WHAT):
                self._client.update_item(
                    TableName=self._table,
                    Key={"pk": encode_value(row["pk"])},
                    UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in fields),
                    ConditionExpression="attribute_not_exists(pk)",
                    ExpressionAttributeNames={f"#{name}": name for name in fields},
                    ExpressionAttributeValues={
                        f":{name}": encode_value(row[name]) for name in fields
                    },
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def read_below(self, partition: Partition, position: str, count: int) -> list[Row]:
        """The newest `count` rows of a partition that are older than `position`."""
        with calling(_WHAT):
            answer = self._client.query(
                TableName=self._table,
                IndexName=partition.index,
                KeyConditionExpression="#p = :p AND #o < :o",
                ExpressionAttributeNames={"#p": f"by_{partition.index}", "#o": "ordered"},
                ExpressionAttributeValues={
                    ":p": {"S": partition.value},
                    ":o": {"S": position},
                },
                ScanIndexForward=False,
                Limit=count,
            )
        return [decode_row(item) for item in answer["Items"]]
