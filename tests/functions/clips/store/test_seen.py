"""Marks of what people have seen: added and taken as often as anybody likes."""

import pytest
from botocore.stub import Stubber

from functions.aws import open_session
from functions.clips.rows import SeenDay
from functions.clips.store.seen import SeenTable
from functions.errors import Rejected
from tests.functions.cloud import REGION, Cloud

DAY = SeenDay("SEEN#5f1c#home#2026-11-21", {"porch": frozenset({b"a", b"b"})})


@pytest.fixture
def table(cloud: Cloud) -> SeenTable:
    return SeenTable(open_session(REGION).client("dynamodb"), cloud.table)


def test_marks_add_up_and_can_be_taken_back(table: SeenTable) -> None:
    more = SeenDay(DAY.pk, {"porch": frozenset({b"b", b"c"}), "pk": frozenset({b"d"})})
    for day in (DAY, more, DAY):
        table.add(day, 100)
    assert table.read([DAY.pk, "SEEN#other"]) == [
        SeenDay(DAY.pk, {"porch": frozenset({b"a", b"b", b"c"}), "pk": frozenset({b"d"})})
    ]
    for day in (more, more):
        table.take(day)
    assert table.read([DAY.pk]) == [SeenDay(DAY.pk, {"porch": frozenset({b"a"})})]


def test_taking_what_was_never_marked_is_no_mistake(table: SeenTable) -> None:
    table.take(DAY)
    assert [day.marks for day in table.read([DAY.pk])] in ([], [{}])


def test_a_row_goes_when_its_clips_have(table: SeenTable, cloud: Cloud) -> None:
    table.add(DAY, 100)
    table.add(DAY, 200)
    row = cloud.row(DAY.pk)
    assert row is not None
    assert row["expires_at"] == {"N": "200"}


def test_a_day_that_is_full_is_told_to_the_caller(cloud: Cloud) -> None:
    # moto does not measure sets; this is what DynamoDB says.
    client = open_session(REGION).client("dynamodb")
    told = "Item size to update has exceeded the maximum allowed size"
    table = SeenTable(client, cloud.table)
    with Stubber(client) as stub:
        stub.add_client_error("update_item", "ValidationException", told, 400)
        with pytest.raises(Rejected) as rejected:
            table.add(DAY, 100)
    assert rejected.value.code == "too_many_seen"
