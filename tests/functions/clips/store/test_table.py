"""The table in DynamoDB: merges that do not depend on order, slices that end where they say."""

import pytest

from contract import names
from functions.aws import open_session
from functions.clips.rows import Merge, Partition, Row, Sieve, Span
from functions.clips.store.table import ClipTable
from tests.functions.cloud import REGION, Cloud

ALL = Span("0", "~")
SITE = Partition("site", "SITE#home")


@pytest.fixture
def table(cloud: Cloud) -> ClipTable:
    return ClipTable(open_session(REGION).client("dynamodb"), cloud.table)


def clip(number: int, expires_at: int = 100, site: str = "home") -> Merge:
    clip_id = f"{number:026}"
    return Merge(
        pk=names.format_clip_key(clip_id),
        identity={
            "site": site,
            "ordered": f"{number:04}",
            "by_site": names.format_site_partition(site),
        },
        fields={"thumb": {"key": f"k{number}", "bytes": number}, "expires_at": expires_at},
    )


def ordered(rows: list[Row]) -> list[object]:
    return [row["ordered"] for row in rows]


def test_a_merged_row_reads_back_as_it_was(table: ClipTable) -> None:
    assert table.merge(clip(1))
    assert table.read_row(clip(1).pk) == {
        "pk": clip(1).pk,
        "site": "home",
        "ordered": "0001",
        "by_site": "SITE#home",
        "thumb": {"key": "k1", "bytes": 1},
        "expires_at": 100,
    }
    assert table.read_row(clip(2).pk) is None


def test_merges_keep_what_they_do_not_name(table: ClipTable) -> None:
    first = clip(1)
    assert table.merge(first)
    more: Row = {"original": {"key": "o", "bytes": 9}, "duration_ms": 1200}
    assert table.merge(Merge(first.pk, first.identity, more))
    row = table.read_row(first.pk)
    assert row is not None
    assert (row["thumb"], row["original"]) == ({"key": "k1", "bytes": 1}, {"key": "o", "bytes": 9})


def test_defaults_do_not_replace(table: ClipTable) -> None:
    first = clip(1)
    table.merge(Merge(first.pk, first.identity, {}, {"expires_at": 7}))
    table.merge(Merge(first.pk, first.identity, {}, {"expires_at": 8}))
    row = table.read_row(first.pk)
    assert row is not None
    assert row["expires_at"] == 7


def test_a_row_of_another_identity_is_left_alone(table: ClipTable) -> None:
    assert table.merge(clip(1, site="home"))
    before = table.read_row(clip(1).pk)
    assert not table.merge(clip(1, expires_at=999, site="barn"))
    assert table.read_row(clip(1).pk) == before


def test_slices_are_newest_first_and_say_how_far_they_got(table: ClipTable) -> None:
    for number in (3, 1, 5, 2, 4):
        table.merge(clip(number))
    (part,) = table.read_slices([SITE], ALL, 3, Sieve(0))
    assert (ordered(part.rows), part.reached) == (["0005", "0004", "0003"], "0003")
    (rest,) = table.read_slices([SITE], Span("0", "0002"), 3, Sieve(0))
    assert (ordered(rest.rows), rest.reached) == (["0002", "0001"], None)


def test_a_span_holds_both_its_ends(table: ClipTable) -> None:
    for number in range(1, 6):
        table.merge(clip(number))
    (part,) = table.read_slices([SITE], Span("0002", "0004"), 9, Sieve(0))
    assert ordered(part.rows) == ["0004", "0003", "0002"]


def test_expired_rows_are_hidden_but_count_as_looked_at(table: ClipTable) -> None:
    for number in range(1, 6):
        table.merge(clip(number, expires_at=50 if number in (3, 4) else 51))
    (part,) = table.read_slices([SITE], ALL, 3, Sieve(50))
    assert (ordered(part.rows), part.reached) == (["0005"], "0003")


def test_slices_from_the_oldest_end_say_how_far_they_got(table: ClipTable) -> None:
    for number in (3, 1, 5, 2, 4):
        table.merge(clip(number))
    (part,) = table.read_slices([SITE], Span("0002", "~", newest_first=False), 3, Sieve(0))
    assert (ordered(part.rows), part.reached) == (["0002", "0003", "0004"], "0004")


def test_only_recordings_of_a_known_length_between_the_bounds_pass(table: ClipTable) -> None:
    for number, length in enumerate((None, 999, 1000, 2000, 2001)):
        write = clip(number)
        fields: Row = write.fields if length is None else {**write.fields, "duration_ms": length}
        table.merge(Merge(write.pk, write.identity, fields))

    def found(sieve: Sieve) -> list[object]:
        return ordered(table.read_slices([SITE], ALL, 9, sieve)[0].rows)

    assert found(Sieve(0, 1000, 2000)) == ["0003", "0002"]
    assert found(Sieve(0, min_duration_ms=2001)) == ["0004"]
    assert found(Sieve(0, max_duration_ms=0)) == []


def test_rows_are_read_by_their_keys_however_many(table: ClipTable) -> None:
    for number in range(130):
        table.merge(clip(number))
    rows = table.read_rows([clip(number).pk for number in range(140)] * 2)
    assert sorted(str(row["pk"]) for row in rows) == [clip(number).pk for number in range(130)]
    assert table.read_rows([]) == []


def test_many_partitions_are_read_in_their_order(table: ClipTable) -> None:
    sites = [f"s{number:02}" for number in range(20)]
    for number, site in enumerate(sites):
        table.merge(clip(number, site=site))
    partitions = [Partition("site", f"SITE#{site}") for site in sites]
    slices = table.read_slices(partitions, ALL, 2, Sieve(0))
    assert [ordered(each.rows) for each in slices] == [[f"{n:04}"] for n in range(20)]
    assert table.read_slices([], ALL, 2, Sieve(0)) == []


@pytest.mark.parametrize("index", ["site", "site_kind", "camera", "camera_kind"])
def test_every_index_is_read_by_its_own_key(table: ClipTable, index: str) -> None:
    write = clip(1)
    identity: Row = {**write.identity, f"by_{index}": "WANTED"}
    table.merge(Merge(write.pk, identity, write.fields))
    (part,) = table.read_slices([Partition(index, "WANTED")], ALL, 2, Sieve(0))
    assert ordered(part.rows) == ["0001"]


def test_a_camera_keeps_the_latest_of_each_time(table: ClipTable) -> None:
    fixed: Row = {"site": "home", "by_site": "CAMERAS#home", "ordered": "porch"}
    assert table.advance("C", fixed, {"last_recorded_at": "05", "last_received_at": "15"})
    assert table.advance("C", fixed, {"last_recorded_at": "05", "last_received_at": "15"})
    assert not table.advance("C", fixed, {"last_recorded_at": "04", "last_received_at": "16"})
    assert not table.advance("C", fixed, {"last_recorded_at": "04"})
    assert table.advance("C", fixed, {"last_received_at": "16"})
    row = table.read_row("C")
    assert row is not None
    assert (row["last_recorded_at"], row["last_received_at"]) == ("05", "16")


def test_cameras_are_read_by_name_from_where_the_last_page_ended(table: ClipTable) -> None:
    for name in ("yard", "attic", "porch"):
        fixed: Row = {"by_site": "CAMERAS#home", "ordered": name}
        table.advance(f"CAMERA#home#{name}", fixed, {"last_recorded_at": "1"})
    cameras = Partition("site", "CAMERAS#home")
    assert ordered(table.read_cameras(cameras, "", 2)) == ["attic", "porch"]
    assert ordered(table.read_cameras(cameras, "attic", 5)) == ["porch", "yard"]
    assert table.read_cameras(Partition("site", "CAMERAS#barn"), "", 5) == []
