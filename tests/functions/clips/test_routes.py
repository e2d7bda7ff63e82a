"""What is listed, in which order, and that paging through it misses nothing."""

import base64
import gzip
import json

import pytest

from functions.clips import handler
from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import (
    CLIP_ID,
    RECORDED_AT,
    Cloud,
    Context,
    claims_of,
    http_call,
)

pytestmark = pytest.mark.usefixtures("porch")
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


def test_a_camera_whose_clips_are_all_gone_is_still_known(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.delete_item(TableName=cloud.table, Key={"pk": {"S": f"CLIP#{CLIP_ID}"}})
    assert functions.call("/v1/clips", camera="home_porch") == (200, {"items": [], "cursor": None})


def test_cameras_are_paged_by_site_and_name(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, RECORDED_AT, camera="attic")
    add(functions, cloud, OTHER_ID[:-1] + "Y", RECORDED_AT, site="barn", camera="yard")
    both = claims_of("home", "barn")
    seen: list[str] = []
    _, body = functions.call("/v1/cameras", both, limit=1)
    while len(seen) < 4:
        seen += [item["id"] for item in body["items"]]
        if body["cursor"] is None:
            break
        _, body = functions.call("/v1/cameras", both, limit=1, cursor=body["cursor"])
    assert seen == ["barn_yard", "home_attic", "home_porch"]


def test_clips_are_listed_newest_first_across_cameras_and_sites(
    functions: Functions, cloud: Cloud
) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z", site="barn", camera="yard")
    add(functions, cloud, OTHER_ID[:-1] + "Y", "2026-11-20T23:59:59.999Z", camera="attic")
    _, body = functions.call("/v1/clips", claims_of("home", "barn"))
    assert [item["camera"] for item in body["items"]] == ["barn_yard", "home_porch", "home_attic"]
    _, body = functions.call("/v1/clips")
    assert [item["camera"] for item in body["items"]] == ["home_porch", "home_attic"]


def test_clips_are_filtered_by_camera_kind_and_time(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-21T04:26:14.124Z", kind="still", camera="attic")

    def found(**query: object) -> list[str]:
        status, body = functions.call("/v1/clips", **query)
        assert status == 200
        return [item["camera"] for item in body["items"]]

    assert found(camera="home_attic") == ["home_attic"]
    assert found(kind="clip") == ["home_porch"]
    assert found(kind="still", camera="home_porch") == []
    assert found(before="2026-11-21T04:26:14.124Z") == ["home_porch"]
    assert found(after="2026-11-21T05:26:14.124+01:00") == ["home_attic"]
    assert found(after=RECORDED_AT, before=RECORDED_AT) == []
    assert found(after="2027-01-01T00:00:00Z", before="2026-01-01T00:00:00Z") == []
    assert found(unknown="x", limit=100) == ["home_attic", "home_porch"]


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_paging_through_two_sites_shows_each_clip_once_while_others_arrive(
    functions: Functions, cloud: Cloud, limit: int
) -> None:
    expected = [(RECORDED_AT, CLIP_ID)]
    for number in range(24):
        # Two a midnight, on days that leave others empty.
        time = "23:59:59.999Z" if number % 2 else "00:00:00.000Z"
        recorded_at = f"2026-10-{1 + number // 2 * 2:02}T{time}"
        clip_id = f"{number:026}"
        expected.append((recorded_at, clip_id))
        where = {"site": "barn", "camera": "yard"} if number % 3 else {}
        add(functions, cloud, clip_id, recorded_at, **where)
    both = claims_of("home", "barn")
    seen: list[tuple[str, str]] = []
    _, body = functions.call("/v1/clips", both, limit=limit)
    for newer in range(len(expected) + 1):
        assert len(body["items"]) <= limit
        seen += [(item["recorded_at"], item["id"]) for item in body["items"]]
        if body["cursor"] is None:
            break
        add(functions, cloud, f"{100 + newer:026}", f"2026-12-01T00:00:{newer:02}.000Z")
        _, body = functions.call("/v1/clips", both, limit=limit, cursor=body["cursor"])
    assert seen == sorted(expected, reverse=True)


def test_expired_clips_are_hidden_before_dynamodb_deletes_them(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.update_item(
        TableName=cloud.table,
        Key={"pk": {"S": f"CLIP#{CLIP_ID}"}},
        UpdateExpression="SET expires_at = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )
    assert functions.call("/v1/clips")[1]["items"] == []
    assert functions.call(f"/v1/clips/{CLIP_ID}")[0] == 404


def test_answers_are_not_stored_and_shrink_for_those_who_can_unpack(
    functions: Functions,
) -> None:
    _ = functions
    event = http_call("/v1/clips", claims=claims_of("home"), headers={"accept-encoding": "gzip"})
    answer = handler.api(event, Context())
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert answer["isBase64Encoded"] is True
    body = json.loads(gzip.decompress(base64.b64decode(answer["body"])))
    assert body["items"][0]["id"] == CLIP_ID


def test_a_table_that_does_not_answer_is_told_as_our_mistake_not_the_callers(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.delete_table(TableName=cloud.table)
    status, body = functions.call("/v1/clips")
    assert (status, body["code"]) == (500, "internal")


@pytest.mark.parametrize("path", ["/v1", "/v1/clips/", "/v1/clips/a/b", "/v2/clips", "/"])
def test_there_is_nothing_elsewhere(functions: Functions, path: str) -> None:
    status, body = functions.call(path)
    assert (status, body["code"]) == (404, "not_found")
