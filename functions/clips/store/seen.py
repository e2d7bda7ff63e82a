"""What people have seen, in DynamoDB: sets that are added to and taken from without reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.aws import calling, read_code
from functions.clips.rows import SeenDay
from functions.clips.store.batches import read_items
from functions.errors import Rejected

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

_WHAT = "the clips table"
# Before a camera's name, so that none can be called like another attribute.
_CAMERA = "camera_"


class SeenTable:
    """One row a person, site and UTC day; every method raises Unavailable."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def read(self, pks: list[str]) -> list[SeenDay]:
        """The days that have marks, in no order."""
        return [
            SeenDay(
                item["pk"]["S"],
                {
                    name.removeprefix(_CAMERA): frozenset(bytes(mark) for mark in value["BS"])
                    for name, value in item.items()
                    if name.startswith(_CAMERA)
                },
            )
            for item in read_items(self._client, self._name, pks)
        ]

    def add(self, day: SeenDay, expires_s: int) -> None:
        """Add marks; those that are there already stay. Raises Rejected "too_many_seen" for a day
        that is full, at about 20,000 clips."""
        names, values, marks = _name(day)
        try:
            with calling(_WHAT):
                self._client.update_item(
                    TableName=self._name,
                    Key={"pk": {"S": day.pk}},
                    UpdateExpression=f"SET expires_at = :expires ADD {marks}",
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues={**values, ":expires": {"N": str(expires_s)}},
                )
        except ClientError as error:
            # An item holds 400 KB; DynamoDB has no code of its own for more.
            if read_code(error) == "ValidationException" and "size" in str(error):
                raise Rejected("too_many_seen", "ids: too many of one day are marked") from None
            raise

    def take(self, day: SeenDay) -> None:
        """Take marks away; those that are not there do not matter."""
        names, values, marks = _name(day)
        with calling(_WHAT):
            self._client.update_item(
                TableName=self._name,
                Key={"pk": {"S": day.pk}},
                UpdateExpression=f"DELETE {marks}",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
            )


def _name(day: SeenDay) -> tuple[dict[str, str], dict[str, UniversalAttributeValueTypeDef], str]:
    # Cameras' names hold dashes, which expressions do not take.
    cameras = list(enumerate(sorted(day.marks)))
    names = {f"#c{number}": _CAMERA + camera for number, camera in cameras}
    values: dict[str, UniversalAttributeValueTypeDef] = {
        f":c{number}": {"BS": sorted(day.marks[camera])} for number, camera in cameras
    }
    return names, values, ", ".join(f"#c{number} :c{number}" for number, _ in cameras)
