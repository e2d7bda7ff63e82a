"""Deleting a clip: hidden at once, back within a day, gone for good after it."""

from datetime import UTC, datetime
from typing import Literal

import pytest

from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import (
    CLIP_ID,
    RECORDED_AT,
    Cloud,
    claims_of,
    key_of,
    object_created,
)

pytestmark = pytest.mark.usefixtures("porch")
CLIP = f"/v1/clips/{CLIP_ID}"
DELETED = "/v1/sites/home/deleted-clips"
PK = f"CLIP#{CLIP_ID}"
SWEEP = '{"chore":"sweep"}'
MARK = f"deleted/home/porch/2026/11/21/{CLIP_ID}"


def pass_a_day(cloud: Cloud) -> None:
    past = {"S": "2026-01-01T00:00:00.000Z"}
    cloud.dynamodb.update_item(
        TableName=cloud.table,
        Key={"pk": {"S": PK}},
        UpdateExpression="SET due_at = :past, deleted.#at = :past",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues={":past": past},
    )


def purge(functions: Functions, cloud: Cloud) -> None:
    pass_a_day(cloud)
    assert functions.keep(SWEEP) == []
    assert functions.keep(*cloud.chores()) == []


def hold(cloud: Cloud, status: Literal["ON", "OFF"]) -> None:
    cloud.s3.put_object_legal_hold(Bucket=cloud.bucket, Key=key_of(), LegalHold={"Status": status})


def versions(cloud: Cloud) -> list[str]:
    answer = cloud.s3.list_object_versions(Bucket=cloud.bucket)
    listed = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
    return [each.get("Key", "") for each in listed]


def test_a_deleted_clip_is_nowhere_but_in_the_list_of_deleted_ones(
    functions: Functions, cloud: Cloud
) -> None:
    before = cloud.row(PK)
    status, deletion = functions.send("DELETE", CLIP, None)
    assert status == 200
    assert functions.send("DELETE", CLIP, None) == (200, deletion)
    assert functions.call(CLIP)[0] == 404
    for query in ({}, {"camera": "home_porch"}, {"kind": "clip"}):
        assert functions.call("/v1/clips", **query)[1]["items"] == []
    assert functions.send("PUT", f"{CLIP}/star", {})[0] == 404
    (item,) = functions.call(DELETED)[1]["items"]
    assert (item["id"], item["deleted_by"]) == (CLIP_ID, "5f1c")
    assert item["restorable_until"] == deletion["restorable_until"]
    assert functions.send("POST", f"{CLIP}/restore", None) == (200, {"id": CLIP_ID})
    assert functions.send("POST", f"{CLIP}/restore", None) == (200, {"id": CLIP_ID})
    assert functions.call(DELETED)[1]["items"] == []
    after = cloud.row(PK)
    assert after is not None
    after.pop("keep_version")
    assert after == before


def test_after_a_day_every_version_goes_and_a_mark_stays(
    functions: Functions, cloud: Cloud
) -> None:
    # A second version of one, and a marker on another.
    cloud.put(key_of("thumb.jpg"))
    cloud.s3.delete_object(Bucket=cloud.bucket, Key=key_of())
    functions.send("DELETE", CLIP, None)
    functions.keep(*cloud.chores(), SWEEP)
    assert len(versions(cloud)) == 4
    purge(functions, cloud)
    assert versions(cloud) == [MARK]
    assert functions.call(DELETED)[1]["items"] == []
    status, body = functions.send("POST", f"{CLIP}/restore", None)
    assert (status, body["code"]) == (410, "gone")
    assert functions.send("DELETE", CLIP, None)[0] == 200
    row = cloud.row(PK)
    assert row is not None
    assert "original" not in row
    assert int(row["expires_at"]["N"]) > datetime.now(UTC).timestamp() + 399 * 86400


def test_what_comes_after_the_purge_goes_too(functions: Functions, cloud: Cloud) -> None:
    functions.send("DELETE", CLIP, None)
    purge(functions, cloud)
    assert functions.ingest(object_created(cloud.put(key_of("sd.mp4")))) == []
    assert functions.call(CLIP)[0] == 404
    functions.keep(SWEEP)
    functions.keep(*cloud.chores())
    assert versions(cloud) == [MARK]
    assert cloud.parked() == []


def test_what_comes_between_is_restored_or_goes_with_the_rest(
    functions: Functions, cloud: Cloud
) -> None:
    functions.send("DELETE", CLIP, None)
    functions.ingest(object_created(cloud.put(key_of("sd.mp4"))))
    assert functions.call("/v1/clips")[1]["items"] == []
    functions.send("POST", f"{CLIP}/restore", None)
    assert functions.call(CLIP)[1]["media"]["sd"] is not None


def test_a_purge_that_the_bucket_refuses_is_tried_again(functions: Functions, cloud: Cloud) -> None:
    functions.send("DELETE", CLIP, None)
    cloud.chores()
    pass_a_day(cloud)
    hold(cloud, "ON")
    functions.keep(SWEEP)
    (chore,) = cloud.chores()
    assert functions.keep(chore) == ["0"]
    assert functions.send("POST", f"{CLIP}/restore", None)[0] == 410
    hold(cloud, "OFF")
    assert functions.keep(chore) == []
    assert versions(cloud) == [MARK]


def test_a_clip_that_was_starred_is_released_before_it_goes(
    functions: Functions, cloud: Cloud
) -> None:
    functions.send("PUT", f"{CLIP}/star", {})
    functions.keep(*cloud.chores())
    status, body = functions.send("DELETE", CLIP, None)
    assert (status, body["code"]) == (409, "conflict")
    functions.send("DELETE", f"{CLIP}/star", None)
    assert functions.send("DELETE", CLIP, None)[0] == 200
    cloud.chores()
    purge(functions, cloud)
    assert versions(cloud) == [MARK]


def test_deleted_clips_are_paged_the_last_deleted_first(functions: Functions, cloud: Cloud) -> None:
    for letter in "XYZ":
        add(functions, cloud, CLIP_ID[:-1] + letter, RECORDED_AT)
        functions.send("DELETE", f"/v1/clips/{CLIP_ID[:-1]}{letter}", None)
    seen: list[str] = []
    query: dict[str, object] = {"limit": 2}
    while True:
        _, body = functions.call(DELETED, **query)
        seen += [item["id"][-1] for item in body["items"]]
        if body["cursor"] is None:
            break
        query["cursor"] = body["cursor"]
    assert seen == ["Z", "Y", "X"]


def test_strangers_neither_delete_nor_see_what_was_deleted(functions: Functions) -> None:
    barn = claims_of("barn")
    for method, path in (("DELETE", CLIP), ("POST", f"{CLIP}/restore")):
        status, body = functions.send(method, path, None, barn)
        assert (status, body["code"]) == (404, "not_found")
    for path in (DELETED, "/v1/sites/NO/deleted-clips", "/v1/sites/nowhere/deleted-clips"):
        assert functions.call(path, barn)[0] == 404
