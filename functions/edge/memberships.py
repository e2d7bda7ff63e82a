"""The memberships that the sites table holds, read by every capability for every call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contract import names
from functions.aws import calling

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FIELDS = ("site", "role", "ends_s", "cameras")


class Memberships:
    """One query a call, never kept: whoever is removed is a stranger at once."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._client = client
        self._name = table_name

    def read(self, person: str) -> list[Mapping[str, Any]]:
        """Rows as `collect_memberships` takes them; raises Unavailable."""
        key = names.format_person_key(person)
        with calling("the sites table"):
            answer = self._client.query(
                TableName=self._name,
                KeyConditionExpression="pk = :person AND begins_with(sk, :member)",
                ExpressionAttributeValues={":person": {"S": key}, ":member": {"S": "MEMBER#"}},
                # `site` and `role` are words of DynamoDB's own.
                ProjectionExpression=", ".join(f"#{name}" for name in _FIELDS),
                ExpressionAttributeNames={f"#{name}": name for name in _FIELDS},
                ConsistentRead=True,
                Limit=names.CLIPS_SITES_PER_PERSON_MAX,
            )
        return [_decode(item) for item in answer["Items"]]


def _decode(item: Mapping[str, Any]) -> Mapping[str, Any]:
    row: dict[str, Any] = {name: item[name]["S"] for name in ("site", "role")}
    if "ends_s" in item:
        row["ends_s"] = int(item["ends_s"]["N"])
    if "cameras" in item:
        row["cameras"] = item["cameras"]["SS"]
    return row
