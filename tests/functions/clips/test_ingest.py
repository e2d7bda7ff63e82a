"""Events of stored objects become rows, whatever order and number they come in."""

import itertools
from typing import Any

import pytest

from tests.functions.clips.conftest import Functions
from tests.functions.cloud import (
    CLIP_ID,
    RECORDED_AT,
    Cloud,
    key_of,
    object_created,
)

OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
CLIP_PK, CAMERA_PK = f"CLIP#{CLIP_ID}", "CAMERA#home#porch"


def rows(cloud: Cloud) -> list[dict[str, Any]]:
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    return sorted((dict(item) for item in items), key=lambda item: item["pk"]["S"])


def test_renditions_make_one_clip_and_one_camera_in_any_order_and_repeated(
    functions: Functions, cloud: Cloud
) -> None:
    events = [
        object_created(cloud.put(key_of(rendition)))
        for rendition in ("thumb.jpg", "original.mp4", "sd.mp4")
    ]
    results: list[list[dict[str, Any]]] = []
    for order in itertools.permutations(events):
        for item in rows(cloud):
            cloud.dynamodb.delete_item(TableName=cloud.table, Key={"pk": item["pk"]})
        assert functions.ingest(*order, *reversed(order)) == []
        results.append(rows(cloud))
        # It goes with whatever was counted last, to the second.
        results[-1][-1].pop("expires_at")
    assert all(result == results[0] for result in results)
    camera, clip, tally = results[0]
    assert (camera["pk"]["S"], clip["pk"]["S"]) == (CAMERA_PK, CLIP_PK)
    assert tally["pk"]["S"] == "TALLY#home#porch#2026-11-21"
    # Of 04:26 UTC, the 18th quarter of an hour; three renditions of five bytes.
    assert (tally["clips_17"], tally["size_bytes"]) == ({"N": "1"}, {"N": "15"})
    assert {"thumb", "original", "sd"} <= set(clip)
    assert cloud.parked() == []


def test_a_clip_is_forgotten_when_its_original_is(functions: Functions, cloud: Cloud) -> None:
    functions.ingest(object_created(cloud.put(key_of())))
    stored = cloud.s3.head_object(Bucket=cloud.bucket, Key=key_of())["LastModified"]
    row = cloud.row(CLIP_PK)
    assert row is not None
    assert int(row["expires_at"]["N"]) == int(stored.timestamp()) + 30 * 86400


def test_a_camera_keeps_its_latest_times_when_older_clips_come_late(
    functions: Functions, cloud: Cloud
) -> None:
    newer = cloud.put(key_of(), received_at="2026-11-21T05:00:00.000Z")
    older = cloud.put(
        key_of(clip_id=OTHER_ID, date="2026-11-20"),
        recorded_at="2026-11-20T04:00:00.000Z",
        received_at="2026-11-21T06:00:00.000Z",
    )
    for order in ((newer, older), (older, newer)):
        cloud.dynamodb.delete_item(TableName=cloud.table, Key={"pk": {"S": CAMERA_PK}})
        assert functions.ingest(*map(object_created, order)) == []
        row = cloud.row(CAMERA_PK)
        assert row is not None
        assert row["last_recorded_at"]["S"] == RECORDED_AT
        assert row["last_received_at"]["S"] == "2026-11-21T06:00:00.000Z"


def test_an_object_that_is_stored_anew_is_counted_with_its_new_size(
    functions: Functions, cloud: Cloud
) -> None:
    event = object_created(cloud.put(key_of(), duration_ms=1500))
    functions.ingest(event)
    head = cloud.s3.head_object(Bucket=cloud.bucket, Key=key_of())
    cloud.s3.put_object(
        Bucket=cloud.bucket,
        Key=key_of(),
        Body=b"media and more",
        ContentType=head["ContentType"],
        Metadata=head["Metadata"],
    )
    assert functions.ingest(event, event) == []
    tally = cloud.row("TALLY#home#porch#2026-11-21")
    assert tally is not None
    assert (tally["clips_17"], tally["size_bytes"]) == ({"N": "1"}, {"N": "14"})
    assert tally["duration_17"] == {"N": "1500"}


def test_bad_messages_are_parked_with_their_reason_and_block_nobody(
    functions: Functions, cloud: Cloud
) -> None:
    good = cloud.put(key_of())
    mismatch = cloud.put(key_of("thumb.jpg", OTHER_ID, date="2026-11-20"))
    film = cloud.put(key_of("original.mp4", OTHER_ID), kind="film")
    html = cloud.put(key_of("preview.html", OTHER_ID))
    cloud.s3.put_object(Bucket=cloud.bucket, Key=html, Body=b"<script>", ContentType="text/html")
    bodies = {
        "malformed_event": "{",
        "unexpected_event": object_created(good, **{"detail-type": "Object Deleted"}),
        "foreign_bucket": object_created(good, "another"),
        "malformed_key": object_created("clips/home/$(touch x)/a.mp4"),
        "object_gone": object_created(key_of("sd.mp4")),
        "date_mismatch": object_created(mismatch),
        "bad_metadata": object_created(film),
    }
    assert functions.ingest(*bodies.values(), object_created(good), object_created(html)) == []
    parked = {texts["reason"]: (body, texts["text"]) for body, texts in cloud.parked()}
    reasons = {reason: body for reason, (body, _) in parked.items()}
    # An object without any metadata is refused for that first.
    assert reasons == {**bodies, "bad_metadata": reasons["bad_metadata"]}
    assert all(text for _, text in parked.values())
    assert cloud.row(CLIP_PK) is not None
    assert cloud.row(f"CLIP#{OTHER_ID}") is None


def test_html_under_a_media_key_is_refused(functions: Functions, cloud: Cloud) -> None:
    key = key_of("preview.html")
    cloud.s3.put_object(
        Bucket=cloud.bucket,
        Key=key,
        Body=b"<script>",
        ContentType="text/html",
        Metadata={"kind": "clip", "recorded-at": RECORDED_AT, "received-at": RECORDED_AT},
    )
    assert functions.ingest(object_created(key)) == []
    ((body, texts),) = cloud.parked()
    assert (body, texts["reason"]) == (object_created(key), "bad_content_type")


def test_a_site_cannot_take_over_a_clip_of_another(functions: Functions, cloud: Cloud) -> None:
    functions.ingest(object_created(cloud.put(key_of())))
    before = rows(cloud)
    stolen = object_created(cloud.put(key_of(site="barn"), source_name="mine"))
    assert functions.ingest(stolen) == []
    assert [texts["reason"] for _, texts in cloud.parked()] == ["clip_conflict"]
    assert rows(cloud) == before


@pytest.mark.parametrize(
    "changes", [{"kind": "still"}, {"recorded_at": "2026-11-21T05:00:00.000Z"}]
)
def test_renditions_that_contradict_each_other_do_not_mix(
    functions: Functions, cloud: Cloud, changes: dict[str, str | int]
) -> None:
    functions.ingest(object_created(cloud.put(key_of())))
    before = rows(cloud)
    assert functions.ingest(object_created(cloud.put(key_of("thumb.jpg"), **changes))) == []
    assert [texts["reason"] for _, texts in cloud.parked()] == ["clip_conflict"]
    assert rows(cloud) == before


def test_a_table_that_is_missing_leaves_messages_in_the_queue(
    functions: Functions, cloud: Cloud
) -> None:
    event = object_created(cloud.put(key_of()))
    cloud.dynamodb.delete_table(TableName=cloud.table)
    assert functions.ingest(event, "{") == ["0"]
    assert [texts["reason"] for _, texts in cloud.parked()] == ["malformed_event"]


def test_a_dead_letter_queue_that_is_missing_loses_nothing(
    functions: Functions, cloud: Cloud
) -> None:
    good = object_created(cloud.put(key_of()))
    cloud.sqs.delete_queue(QueueUrl=cloud.queue_url)
    assert functions.ingest("{", good) == ["0"]
    assert cloud.row(CLIP_PK) is not None


def test_a_clip_is_announced_by_what_shows_it_and_by_nothing_else(
    functions: Functions, cloud: Cloud
) -> None:
    for rendition in ("thumb.jpg", "original.mp4", "sd.mp4", "preview.webp"):
        assert functions.ingest(object_created(cloud.put(key_of(rendition)))) == []
    told = {
        "clip_id": CLIP_ID,
        "site": "home",
        "camera": "porch",
        "kind": "clip",
        "recorded_at": RECORDED_AT,
    }
    assert cloud.announced() == [told, told]


def test_what_is_not_catalogued_is_not_announced(functions: Functions, cloud: Cloud) -> None:
    functions.ingest(object_created("clips/home/porch/not-a-clip"), "not an event")
    assert len(cloud.parked()) == 2
    assert cloud.announced() == []


def test_a_clip_that_could_not_be_announced_stays_in_the_queue(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.sqs.delete_queue(QueueUrl=cloud.arrivals_url)
    event = object_created(cloud.put(key_of("thumb.jpg")))
    assert functions.ingest(event) == ["0"]
    cloud.arrivals_url = cloud.sqs.create_queue(QueueName="vedette-arrivals")["QueueUrl"]
    assert functions.ingest(event) == []
    assert [each["clip_id"] for each in cloud.announced()] == [CLIP_ID]
