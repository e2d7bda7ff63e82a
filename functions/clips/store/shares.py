"""Share links, in the clips table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.aws import calling
from functions.clips.rows import Row
from functions.clips.store.items import decode_row, encode_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT = "the share links"


class ShareRows:
    """Every method raises Unavailable when DynamoDB does not answer."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, pk: str) -> Row | None:
        """One link as last written."""
        with calling(_WHAT):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": pk}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return decode_row(item) if item else None

    def revoke(self, pk: str, at: str) -> Row:
        """Close a link that is there; the time of the first closing stays."""
        return self._change(pk, "SET revoked_at = if_not_exists(revoked_at, :at)", {":at": at})

    def count_view(self, pk: str, at: str) -> Row:
        """Count one view of a link that is there."""
        return self._change(
            pk, "ADD view_count :one SET last_viewed_at = :at", {":one": 1, ":at": at}
        )

    def _change(self, pk: str, update: str, values: dict[str, str | int]) -> Row:
        with calling(_WHAT):
            answer = self._client.update_item(
                TableName=self._table,
                Key={"pk": {"S": pk}},
                UpdateExpression=update,
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={
                    name: encode_value(value) for name, value in values.items()
                },
                ReturnValues="ALL_NEW",
            )
        return decode_row(answer["Attributes"])
