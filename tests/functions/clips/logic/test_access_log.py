"""Which line a deed becomes, and in which months it is looked for."""

import pytest

from contract import names
from functions.clips.logic import access_log
from functions.clips.logic.access_log import Deed, describe_deed, identify_in_hour
from functions.errors import Rejected
from tests.functions.cloud import CLIP_ID

ENTRY = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
# 2026-11-21T04:26:14.123Z
NOW_MS = 1_795_235_174_123
VIEW = Deed("home", "view", "5f1c", CLIP_ID, "porch")


def months(site: str = "home", deed: str | None = None, position: str | None = None) -> list[str]:
    chosen = access_log.choose_partitions(site, deed, position, NOW_MS // 1000)
    return [each.value for each in chosen]


def test_a_line_is_kept_for_more_than_a_year_and_says_only_what_is_known() -> None:
    row = describe_deed(Deed("home", "open_share", None, CLIP_ID, "porch", ENTRY), NOW_MS, ENTRY)
    assert row["expires_at"] == NOW_MS // 1000 + 400 * 86400
    assert "person" not in row
    shown = access_log.show_entry(row)
    assert shown == {
        "id": ENTRY,
        "at": "2026-11-21T04:26:14.123Z",
        "deed": "open_share",
        "person": None,
        "clip": CLIP_ID,
        "camera": "home_porch",
        "about": ENTRY,
    }


def test_a_deed_that_the_contract_does_not_know_is_a_bug() -> None:
    with pytest.raises(ValueError, match="deed"):
        describe_deed(Deed("home", "peek", None), NOW_MS, ENTRY)


def test_a_view_is_one_for_each_person_clip_and_hour() -> None:
    same = identify_in_hour(VIEW, NOW_MS)
    assert identify_in_hour(VIEW, NOW_MS + 60_000) == same
    others = [
        identify_in_hour(VIEW, NOW_MS + 3_600_000),
        identify_in_hour(Deed("home", "view", "6a2d", CLIP_ID, "porch"), NOW_MS),
        identify_in_hour(Deed("home", "view", "5f1c", ENTRY, "porch"), NOW_MS),
    ]
    assert len({same, *others}) == 4


def test_months_are_read_newest_first_and_no_further_than_lines_are_kept() -> None:
    found = months()
    assert found[0] == "LOG#home#2026-11"
    assert found[-1] == "LOG#home#2025-10"
    assert len(found) == len(set(found)) == 14
    assert found == sorted(found, reverse=True)


def test_a_next_page_begins_in_the_month_where_the_last_one_ended() -> None:
    assert months(position=names.format_log_order("2026-01-31T23:59:59.999Z", ENTRY))[0] == (
        "LOG#home#2026-01"
    )
    assert months(deed="share")[0] == "LOG#home#2026-11#share"


def test_a_position_from_the_future_reads_nothing_that_is_not_there() -> None:
    assert months(position=names.format_log_order("9999-12-31T23:59:59.999Z", ENTRY)) == months()


@pytest.mark.parametrize("position", ["", "2026", "2026-11-21T04:26:14.123Z#x"])
def test_a_position_that_is_none_is_told(position: str) -> None:
    with pytest.raises(Rejected) as caught:
        months(position=position)
    assert caught.value.code == "invalid_cursor"


def test_a_site_of_one_name_is_not_read_for_one_whose_name_begins_alike() -> None:
    assert not set(months("home")) & set(months("home-2"))
