"""Many items by their keys, in few calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.aws import calling
from functions.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WHAT = "the clips table"
# docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
_KEYS_MAX = 100
# An answer leaves keys over above 16 MB, or when a partition is throttled.
_TRIES = 5


def read_items(client: DynamoDBClient, table: str, pks: list[str]) -> list[dict[str, Any]]:
    """The items of these keys that exist, as last written, in no order; raises Unavailable."""
    left: Any = [{"pk": {"S": pk}} for pk in dict.fromkeys(pks)]
    found: list[dict[str, Any]] = []
    while left:
        asked, left = left[:_KEYS_MAX], left[_KEYS_MAX:]
        for _ in range(_TRIES):
            with calling(_WHAT):
                answer = client.batch_get_item(
                    RequestItems={table: {"Keys": asked, "ConsistentRead": True}}
                )
            found += answer["Responses"].get(table, [])
            over: Any = answer.get("UnprocessedKeys", {})
            asked: Any = over[table]["Keys"] if table in over else []
            if not asked:
                break
        else:
            raise Unavailable(f"{_WHAT} leaves {len(asked)} rows unread")
    return found
