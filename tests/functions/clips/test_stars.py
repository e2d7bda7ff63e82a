"""Starring a clip: what people are told, and what the bucket and the table do about it."""

import pytest

from functions.clips.rows import Version
from functions.clips.store.kept_objects import KeptObjects
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
STAR = f"{CLIP}/star"
PK = f"CLIP#{CLIP_ID}"


def retention_of(cloud: Cloud, key: str) -> tuple[str, str]:
    """The tag and the legal hold of an object."""
    tags = cloud.s3.get_object_tagging(Bucket=cloud.bucket, Key=key)["TagSet"]
    head = cloud.s3.head_object(Bucket=cloud.bucket, Key=key)
    (tag,) = tags
    return tag["Value"], head.get("ObjectLockLegalHoldStatus", "OFF")


def pass_time(cloud: Cloud) -> None:
    """A day goes by for what is due of the clip."""
    past = {"S": "2026-01-01T00:00:00.000Z"}
    cloud.dynamodb.update_item(
        TableName=cloud.table,
        Key={"pk": {"S": PK}},
        UpdateExpression="SET due_at = :past, release_at = :past",
        ExpressionAttributeValues={":past": past},
    )


def test_a_star_says_who_and_why_and_holds_every_rendition(
    functions: Functions, cloud: Cloud
) -> None:
    status, body = functions.send("PUT", STAR, {"note": "  for the\ninsurance \u0007"})
    assert status == 200
    assert body["star"]["note"] == "for the\ninsurance"
    assert (body["star"]["by"], body["star"]["held"]) == ("5f1c", False)
    _, detail = functions.call(CLIP)
    assert detail["expires_at"] is None
    assert (detail["starred"], detail["star"]) == (True, body["star"])
    assert functions.call("/v1/clips")[1]["items"][0]["starred"] is True
    assert functions.keep(*cloud.chores()) == []
    for rendition in ("thumb.jpg", "original.mp4"):
        assert retention_of(cloud, key_of(rendition)) == ("held", "ON")
    assert functions.call(CLIP)[1]["star"]["held"] is True


def test_starring_twice_is_starring_once(functions: Functions, cloud: Cloud) -> None:
    first = functions.send("PUT", STAR, {"note": "why"})
    assert functions.send("PUT", STAR, {"note": "why"}) == first
    assert functions.send("PUT", STAR, {}) == first
    assert functions.keep(*cloud.chores(), *cloud.chores()) == []
    assert functions.send("DELETE", STAR, None)[1] == {"id": CLIP_ID, "star": None}
    assert functions.send("DELETE", STAR, None)[1] == {"id": CLIP_ID, "star": None}


def test_a_note_is_not_overwritten_unseen(functions: Functions) -> None:
    _, first = functions.send("PUT", STAR, {"note": "why"})
    status, body = functions.send("PUT", STAR, {"note": "other"})
    assert (status, body["code"]) == (409, "conflict")
    version = first["star"]["version"]
    status, body = functions.send("PUT", STAR, {"note": "other", "version": version})
    assert (status, body["star"]["note"]) == (200, "other")


def test_a_star_taken_off_releases_every_rendition_a_day_later(
    functions: Functions, cloud: Cloud
) -> None:
    before = cloud.row(PK)
    functions.send("PUT", STAR, {})
    functions.keep(*cloud.chores())
    functions.send("DELETE", STAR, None)
    functions.keep(*cloud.chores())
    assert retention_of(cloud, key_of()) == ("held", "ON")
    pass_time(cloud)
    assert functions.keep('{"chore":"sweep"}') == []
    assert functions.keep(*cloud.chores()) == []
    for rendition in ("thumb.jpg", "original.mp4"):
        assert retention_of(cloud, key_of(rendition)) == ("standard", "OFF")
    after = cloud.row(PK)
    assert after is not None
    after.pop("keep_version")
    assert after == before


def test_what_comes_late_is_held_as_well(functions: Functions, cloud: Cloud) -> None:
    functions.send("PUT", STAR, {})
    functions.keep(*cloud.chores())
    assert functions.ingest(object_created(cloud.put(key_of("sd.mp4")))) == []
    assert functions.call(CLIP)[1]["media"]["sd"] is not None
    assert functions.keep('{"chore":"sweep"}') == []
    assert functions.keep(*cloud.chores()) == []
    assert retention_of(cloud, key_of("sd.mp4")) == ("held", "ON")
    assert cloud.parked() == []


def test_a_star_whose_message_was_lost_is_found_by_the_next_sweep(
    functions: Functions, cloud: Cloud
) -> None:
    functions.send("PUT", STAR, {})
    cloud.chores()
    functions.keep('{"chore":"sweep"}')
    handed_on = cloud.chores()
    assert len(handed_on) == 1
    # Handed on once: the next sweep leaves it to the queue.
    functions.keep('{"chore":"sweep"}')
    assert cloud.chores() == []
    functions.keep(*handed_on)
    assert retention_of(cloud, key_of()) == ("held", "ON")


def test_what_retention_hid_before_the_star_was_seen_to_is_uncovered(
    functions: Functions, cloud: Cloud
) -> None:
    functions.send("PUT", STAR, {})
    cloud.s3.delete_object(Bucket=cloud.bucket, Key=key_of())
    assert functions.keep(*cloud.chores()) == []
    assert retention_of(cloud, key_of()) == ("held", "ON")


def test_a_keeper_that_was_overtaken_leaves_its_message_in_the_queue(
    functions: Functions, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions.send("PUT", STAR, {})
    (chore,) = cloud.chores()
    hold = KeptObjects.hold

    def take_the_star_off_meanwhile(self: KeptObjects, version: Version) -> None:
        functions.send("DELETE", STAR, None)
        hold(self, version)

    with monkeypatch.context() as patch:
        patch.setattr(KeptObjects, "hold", take_the_star_off_meanwhile)
        assert functions.keep(chore) == ["0"]
    pass_time(cloud)
    assert functions.keep(chore) == []
    assert retention_of(cloud, key_of()) == ("standard", "OFF")


def test_only_stars_of_ones_own_sites_and_only_by_who_may(functions: Functions) -> None:
    for method in ("PUT", "DELETE"):
        status, body = functions.send(method, STAR, {}, claims_of("barn"))
        assert (status, body["code"]) == (404, "not_found")
    for path in (STAR.replace(CLIP_ID, "0" * 26), STAR.replace(CLIP_ID, "x")):
        assert functions.send("PUT", path, {})[0] == 404
    status, body = functions.send("PUT", STAR, {"note": "x" * 501})
    assert (status, body["code"]) == (400, "invalid_parameter")


def test_another_clip_is_not_starred_with_it(functions: Functions, cloud: Cloud) -> None:
    other = CLIP_ID[:-1] + "X"
    add(functions, cloud, other, RECORDED_AT)
    functions.send("PUT", STAR, {})
    functions.keep(*cloud.chores())
    assert retention_of(cloud, key_of(clip_id=other)) == ("standard", "OFF")
