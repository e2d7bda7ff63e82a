"""Index queries answer as moto's own do, whatever was written before."""

import itertools
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws
from mypy_boto3_dynamodb import DynamoDBClient

from local import dynamodb

KEYS = st.sampled_from([f"K{number}" for number in range(12)])
SORTS = st.sampled_from([f"2026-{number:02}" for number in range(8)])
GROUPS = st.sampled_from(["home", "barn"])
# Typed as unknown by the stubs unless every service's are installed.
SESSION: Any = boto3.Session("key", "secret", region_name="eu-central-1")
NAMES = (f"table-{number}" for number in itertools.count())


@pytest.fixture(scope="module", autouse=True)
def installed() -> Iterator[None]:
    put_back = dynamodb.install()
    with mock_aws():
        yield
    put_back()


def make_table(client: DynamoDBClient) -> str:
    name = next(NAMES)
    client.create_table(
        TableName=name,
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
    return name


def write(client: DynamoDBClient, table: str, what: str, key: str, group: str, sort: str) -> None:
    place = {":g": {"S": group}, ":s": {"S": sort}}
    if what == "delete":
        client.delete_item(TableName=table, Key={"pk": {"S": key}})
    elif what == "put":
        item = {"pk": {"S": key}, "g": {"S": group}, "s": {"S": sort}}
        client.put_item(TableName=table, Item=item)
    else:
        client.update_item(
            TableName=table,
            Key={"pk": {"S": key}},
            UpdateExpression="SET g = :g, s = :s",
            ExpressionAttributeValues=place,
        )


def fits(condition: str, sort: str, low: str, high: str) -> bool:
    answers = {
        "": True,
        "AND s < :a": sort < low,
        "AND s >= :a": sort >= low,
        "AND s BETWEEN :a AND :b": low <= sort <= high,
    }
    return answers[condition]


WRITES = st.lists(st.tuples(st.sampled_from(["put", "move", "delete"]), KEYS, GROUPS, SORTS))
CONDITIONS = st.sampled_from(
    [("", 0), ("AND s < :a", 1), ("AND s >= :a", 1), ("AND s BETWEEN :a AND :b", 2)]
)


@settings(max_examples=25)
@given(
    WRITES, WRITES, GROUPS, CONDITIONS, st.tuples(SORTS, SORTS), st.booleans(), st.integers(1, 5)
)
def test_a_page_is_what_sorting_everything_would_give(
    early: list[tuple[str, str, str, str]],
    late: list[tuple[str, str, str, str]],
    group: str,
    condition: tuple[str, int],
    values: tuple[str, str],
    forward: bool,
    limit: int,
) -> None:
    client: DynamoDBClient = SESSION.client("dynamodb")
    table = make_table(client)
    rows: dict[str, tuple[str, str]] = {}
    low, high = sorted(values)
    text, count = condition
    for writes in (early, late):
        for what, key, row_group, sort in writes:
            write(client, table, what, key, row_group, sort)
            if what == "delete":
                rows.pop(key, None)
            else:
                rows[key] = (row_group, sort)
        bounds = [(":a", {"S": low}), (":b", {"S": high})][:count]
        answer = client.query(
            TableName=table,
            IndexName="ordered",
            KeyConditionExpression=f"g = :g {text}",
            ExpressionAttributeValues={":g": {"S": group}, **dict(bounds)},
            ScanIndexForward=forward,
            Limit=limit,
        )
        expected = sorted(
            (
                (sort, key)
                for key, (of, sort) in rows.items()
                if of == group and fits(text, sort, low, high)
            ),
            reverse=not forward,
        )
        found = [(item["s"].get("S"), item["pk"].get("S")) for item in answer["Items"]]
        assert found == expected[:limit]
        # It may also stand behind a page that happens to be the last one.
        assert "LastEvaluatedKey" in answer or len(expected) <= limit


def test_every_type_of_attribute_comes_back_as_it_was_stored() -> None:
    client: DynamoDBClient = SESSION.client("dynamodb")
    table = make_table(client)
    item: Any = {
        "pk": {"S": "K"},
        "g": {"S": "home"},
        "s": {"S": "2026"},
        "number": {"N": "1.50"},
        "bytes": {"B": b"\x00\xff"},
        "truth": {"BOOL": True},
        "nothing": {"NULL": True},
        "list": {"L": [{"S": "ü"}, {"N": "2"}, {"B": b"x"}]},
        "map": {"M": {"inner": {"M": {"deep": {"S": '"quoted"'}}}}},
        "strings": {"SS": ["a", "b"]},
        "numbers": {"NS": ["1", "2"]},
    }
    client.put_item(TableName=table, Item=item)
    answer = client.query(
        TableName=table,
        IndexName="ordered",
        KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": "home"}},
        ReturnConsumedCapacity="TOTAL",
    )
    assert answer["Items"] == [item]
    assert (answer["Count"], answer["ScannedCount"]) == (1, 1)
    assert answer["ConsumedCapacity"].get("TableName") == table


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (None, "abc"),
        ("<", "a"),
        ("<=", "ab"),
        (">", "c"),
        (">=", "bc"),
        ("=", "b"),
        ("BETWEEN", "bc"),
    ],
)
def test_every_sort_key_condition_selects_its_part(comparison: str | None, expected: str) -> None:
    orders = [(sort, "key") for sort in "abc"]
    part = dynamodb.select(orders, comparison, ["b", "c"])
    assert part is not None
    assert "".join(sort for sort, _ in orders[part]) == expected
