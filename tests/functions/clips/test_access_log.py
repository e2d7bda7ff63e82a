"""What happened is told to owners, once, and to nobody else."""

from typing import Any, get_args

import pytest

from contract import names
from functions.clips import models_log
from functions.clips.access_log import AccessLog
from functions.clips.logic.access_log import Deed
from functions.clips.store.lines import LineTable
from tests.functions.clips.conftest import Functions
from tests.functions.cloud import CLIP_ID, Cloud, claims_of

pytestmark = pytest.mark.usefixtures("porch")
LOG = "/v1/sites/home/access-log"
DAY_MS = 86_400_000


def log_of(cloud: Cloud, moments_ms: list[int]) -> AccessLog:
    """A log whose clock shows each of the moments in turn, and the last one for ever."""
    rest = iter(moments_ms)
    shown = moments_ms[-1]
    return AccessLog(
        LineTable(cloud.dynamodb, cloud.table),
        lambda: next(rest, shown),
        lambda count: bytes(count),
    )


def lines(functions: Functions, **query: object) -> list[dict[str, Any]]:
    status, body = functions.call(LOG, **query)
    assert status == 200, body
    return body["items"]


def test_opening_a_clip_is_a_line_once_an_hour_however_often_it_is_opened(
    functions: Functions,
) -> None:
    for _ in range(3):
        assert functions.call(f"/v1/clips/{CLIP_ID}")[0] == 200
    # More than one only when the clock strikes between them.
    found = lines(functions)
    assert 1 <= len(found) <= 2
    assert {(each["deed"], each["clip"], each["camera"]) for each in found} == {
        ("view", CLIP_ID, "home_porch")
    }
    assert found[0]["person"] == claims_of()["sub"]


def test_what_is_not_shown_leaves_no_line(functions: Functions) -> None:
    assert functions.call(f"/v1/clips/{CLIP_ID}", claims_of("barn"))[0] == 404
    assert functions.call("/v1/clips/01KAJ5X9QJ8Z3V6M2N4P7R0TSX")[0] == 404
    functions.call("/v1/clips")
    assert lines(functions) == []


def test_the_log_of_a_foreign_site_is_like_that_of_none(functions: Functions) -> None:
    for site in ("barn", "nowhere", "NOT%20A%20SITE"):
        status, body = functions.call(f"/v1/sites/{site}/access-log")
        assert (status, body["code"]) == (404, "not_found")


def test_lines_of_many_months_are_paged_newest_first(functions: Functions, cloud: Cloud) -> None:
    now_ms = handler_now_ms(functions, cloud)
    moments_ms = [now_ms - days * DAY_MS for days in (0, 1, 40, 41, 200, 399)]
    for moment_ms in moments_ms:
        log_of(cloud, [moment_ms]).record(Deed("home", "delete", "5f1c", CLIP_ID, "porch"))
    seen: list[str] = []
    cursor = None
    for _ in range(len(moments_ms)):
        query = {"limit": 2, "deed": "delete", **({"cursor": cursor} if cursor else {})}
        _, body = functions.call(LOG, **query)
        seen += [each["at"] for each in body["items"]]
        cursor = body["cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == len(moments_ms)
    assert seen == sorted(seen, reverse=True)


def handler_now_ms(functions: Functions, cloud: Cloud) -> int:
    """The moment of a view that the API has just written."""
    functions.call(f"/v1/clips/{CLIP_ID}")
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    (row,) = [item for item in items if "deed" in item]
    return (int(row["expires_at"].get("N", "0")) - 400 * 86400) * 1000


def test_lines_are_filtered_by_deed_and_a_cursor_belongs_to_its_filter(
    functions: Functions, cloud: Cloud
) -> None:
    now_ms = handler_now_ms(functions, cloud)
    log = log_of(cloud, [now_ms + 1000, now_ms + 1001])
    log.record(Deed("home", "share", "5f1c", CLIP_ID, "porch", CLIP_ID))
    log.record(Deed("home", "unshare", "5f1c", CLIP_ID, "porch", CLIP_ID))
    assert [each["deed"] for each in lines(functions)] == ["unshare", "share", "view"]
    assert [each["deed"] for each in lines(functions, deed="share")] == ["share"]
    _, body = functions.call(LOG, limit=1)
    status, problem = functions.call(LOG, deed="share", cursor=body["cursor"])
    assert (status, problem["code"]) == (400, "cursor_mismatch")
    status, problem = functions.call(LOG, deed="peek")
    assert (status, problem["code"]) == (400, "invalid_parameter")


def test_a_view_that_cannot_be_told_is_not_given(cloud: Cloud) -> None:
    rows = LineTable(cloud.dynamodb, "another-table")
    with pytest.raises(cloud.dynamodb.exceptions.ResourceNotFoundException):
        AccessLog(rows, lambda: 0, bytes).record_hourly(Deed("home", "view", "5f1c", CLIP_ID))


def test_the_api_names_every_deed_of_the_contract() -> None:
    assert get_args(models_log.DeedName) == names.DEEDS
