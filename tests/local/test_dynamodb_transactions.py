"""Transactions in the laptop cloud's tables: whole or not at all, and without copying the table."""

import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from mypy_boto3_dynamodb import DynamoDBClient

from local import dynamodb

SESSION: Any = boto3.Session("key", "secret", region_name="eu-central-1")
TABLE = "rows"
PATCHED = (
    (models, "copy"),
    (DynamoDBBackend, "transact_write_items"),
    (DynamoDBBackend, "update_item"),
    (Table, "put_item"),
    (Table, "query"),
)


@pytest.fixture
def client() -> Iterator[DynamoDBClient]:
    put_back = dynamodb.install()
    with mock_aws():
        client: DynamoDBClient = SESSION.client("dynamodb")
        client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "g", "s")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "ordered",
                    "KeySchema": [
                        {"AttributeName": "g", "KeyType": "HASH"},
                        {"AttributeName": "s", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client
    put_back()


def put(client: DynamoDBClient, key: str, sort: str) -> None:
    item = {"pk": {"S": key}, "g": {"S": "home"}, "s": {"S": sort}}
    client.put_item(TableName=TABLE, Item=item)


def move(client: DynamoDBClient, sort: str, condition: str) -> None:
    """One transaction that moves K, counts, and deletes D."""
    client.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    "TableName": TABLE,
                    "Key": {"pk": {"S": "K"}},
                    "UpdateExpression": "SET g = :g, s = :s",
                    "ExpressionAttributeValues": {":g": {"S": "home"}, ":s": {"S": sort}},
                }
            },
            {"Delete": {"TableName": TABLE, "Key": {"pk": {"S": "D"}}}},
            {
                "Update": {
                    "TableName": TABLE,
                    "Key": {"pk": {"S": "SUM"}},
                    "UpdateExpression": "ADD n :one",
                    "ConditionExpression": condition,
                    "ExpressionAttributeValues": {":one": {"N": "1"}},
                }
            },
        ]
    )


def found(client: DynamoDBClient) -> list[tuple[str | None, str | None]]:
    answer = client.query(
        TableName=TABLE,
        IndexName="ordered",
        KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": "home"}},
    )
    return [(item["s"].get("S"), item["pk"].get("S")) for item in answer["Items"]]


def total(client: DynamoDBClient) -> object:
    item = client.get_item(TableName=TABLE, Key={"pk": {"S": "SUM"}}).get("Item", {})
    return item.get("n")


def test_a_transaction_is_seen_by_every_index(client: DynamoDBClient) -> None:
    put(client, "D", "1")
    for sort in ("2", "3"):
        move(client, sort, "attribute_not_exists(pk) OR n > :one OR n = :one")
    assert found(client) == [("3", "K")]
    assert total(client) == {"N": "2"}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_transaction_that_fails_changes_nothing(client: DynamoDBClient, is_new: bool) -> None:
    put(client, "D", "1")
    if not is_new:
        put(client, "K", "2")
    before = found(client)
    with pytest.raises(client.exceptions.TransactionCanceledException) as told:
        move(client, "9", "attribute_exists(pk)")
    reasons: Any = told.value.response.get("CancellationReasons")
    assert [each["Code"] for each in reasons] == ["None", "None", "ConditionalCheckFailed"]
    assert (found(client), total(client)) == (before, None)


def test_a_large_table_does_not_make_it_slow(client: DynamoDBClient) -> None:
    for number in range(3000):
        put(client, f"R{number}", f"{number:05}")

    def measure() -> float:
        began = time.perf_counter()
        move(client, "00000", "attribute_not_exists(no_such)")
        return time.perf_counter() - began

    # Copying the table takes some 300 ms at this size; one of many is undisturbed by other work.
    assert min(measure() for _ in range(20)) < 0.1


def test_what_was_replaced_is_put_back_once_however_often_and_in_layers() -> None:
    before = [getattr(owner, name) for owner, name in PATCHED]
    outer, inner = dynamodb.install(), dynamodb.install()
    for put_back in (inner, inner, outer, outer, inner):
        put_back()
    assert [getattr(owner, name) for owner, name in PATCHED] == before
