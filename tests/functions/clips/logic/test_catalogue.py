"""What events and objects become, and which of them are refused with what reason."""

import json

import pytest

from functions.clips.logic.catalogue import describe_camera, describe_clip, read_event, read_key
from functions.clips.rows import ObjectFacts
from functions.errors import Rejected
from tests.functions.cloud import CLIP_ID, RECEIVED_AT, RECORDED_AT, key_of, object_created

BUCKET = "vedette-media"
STORED_S = 1795235181
METADATA = {"kind": "clip", "recorded-at": RECORDED_AT, "received-at": RECEIVED_AT}


def facts(content_type: str = "video/mp4", **metadata: str) -> ObjectFacts:
    changed = {name.replace("_", "-"): value for name, value in metadata.items()}
    return ObjectFacts(5, content_type, STORED_S, METADATA | changed)


def test_an_event_names_its_object() -> None:
    key = read_event(object_created(key_of("thumb.jpg")), BUCKET)
    assert (key.site, key.camera, key.date) == ("home", "porch", "2026-11-21")
    assert (key.clip_id, key.rendition) == (CLIP_ID, "thumb")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "malformed_event"),
        ("not json", "malformed_event"),
        ("null", "malformed_event"),
        ("[]", "malformed_event"),
        ('"text"', "malformed_event"),
        ("{}", "malformed_event"),
        ("[" * 100_000, "malformed_event"),
        (json.dumps({"Records": [{"eventSource": "aws:s3"}]}), "malformed_event"),
        (object_created(key_of(), detail=None), "malformed_event"),
        (object_created(key_of(), detail={"bucket": []}), "malformed_event"),
        (object_created(key_of(), **{"detail-type": "Object Deleted"}), "unexpected_event"),
        (object_created(key_of(), source="vedette.test"), "unexpected_event"),
        (object_created(key_of(), "another-bucket"), "foreign_bucket"),
        (
            object_created("", detail={"bucket": {"name": BUCKET}, "object": {"key": 5}}),
            "malformed_key",
        ),
    ],
)
def test_odd_events_are_refused(body: str, code: str) -> None:
    with pytest.raises(Rejected) as told:
        read_event(body, BUCKET)
    assert told.value.code == code
    assert len(told.value.text) <= 200


@pytest.mark.parametrize(
    "key",
    [
        "",
        "clips/",
        "index.html",
        key_of().replace("clips/", "shop/"),
        key_of().replace("home", "../barn"),
        key_of().replace("home", "HOME"),
        key_of().replace("porch", "po%20rch"),
        key_of().replace("original", "raw"),
        key_of().replace(".mp4", ""),
        key_of().replace("/2026/", "/26/"),
        key_of().replace(CLIP_ID, CLIP_ID.lower()),
        key_of() + "/x",
        "/" + key_of(),
        key_of() + "\n",
        "clips/$(touch x)/" + key_of(),
    ],
)
def test_keys_outside_the_contract_are_refused(key: str) -> None:
    with pytest.raises(Rejected) as told:
        read_key(key)
    assert told.value.code == "malformed_key"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "film"}, "bad_metadata"),
        ({"recorded_at": "yesterday"}, "bad_metadata"),
        ({"recorded_at": "2026-11-21T25:00:00.000Z"}, "bad_metadata"),
        ({"received_at": "2026-11-31T00:00:00.000Z"}, "bad_metadata"),
        ({"camera_at": "2026-02-30T00:00:00.000Z"}, "bad_metadata"),
        ({"duration_ms": "-1"}, "bad_metadata"),
        ({"width": "1e3"}, "bad_metadata"),
        ({"treatment": "x" * 201}, "bad_metadata"),
        ({"recorded_at": "2026-11-20T23:59:59.999Z"}, "date_mismatch"),
        ({"recorded_at": "2026-11-22T00:00:00.000Z"}, "date_mismatch"),
    ],
)
def test_metadata_that_cannot_be_right_is_refused(changes: dict[str, str], code: str) -> None:
    with pytest.raises(Rejected) as told:
        describe_clip(read_key(key_of()), facts(**changes), 30)
    assert told.value.code == code


@pytest.mark.parametrize("missing", sorted(METADATA))
def test_missing_metadata_is_refused(missing: str) -> None:
    metadata = {name: value for name, value in METADATA.items() if name != missing}
    with pytest.raises(Rejected) as told:
        describe_clip(read_key(key_of()), ObjectFacts(5, "video/mp4", STORED_S, metadata), 30)
    assert told.value.code == "bad_metadata"


@pytest.mark.parametrize(
    "content_type", ["", "text/html", "image/svg+xml", "application/xhtml+xml", "video/mp4; x"]
)
def test_what_a_browser_would_run_is_refused(content_type: str) -> None:
    with pytest.raises(Rejected) as told:
        describe_clip(read_key(key_of()), facts(content_type), 30)
    assert told.value.code == "bad_content_type"


def test_a_clip_is_found_by_site_camera_and_kind_and_lives_as_long_as_its_original() -> None:
    write = describe_clip(read_key(key_of()), facts(duration_ms="1200", later_field="x"), 30)
    assert write.pk == f"CLIP#{CLIP_ID}"
    assert write.identity == {
        "site": "home",
        "camera": "porch",
        "kind": "clip",
        "recorded_at": RECORDED_AT,
        "ordered": f"{RECORDED_AT}#{CLIP_ID}",
        "by_site": "SITE#home",
        "by_site_kind": "SITE#home#clip",
        "by_camera": "CAMERA#home#porch",
        "by_camera_kind": "CAMERA#home#porch#clip",
    }
    assert write.fields == {
        "received_at": RECEIVED_AT,
        "duration_ms": 1200,
        "expires_at": STORED_S + 30 * 86400,
        "original": {
            "key": key_of(),
            "bytes": 5,
            "content_type": "video/mp4",
            "stored_at": "2026-11-21T04:26:21.000Z",
        },
    }
    assert write.defaults == {}


def test_another_rendition_sets_the_end_only_until_the_original_comes() -> None:
    write = describe_clip(read_key(key_of("thumb.jpg")), facts("image/jpeg"), 30)
    assert "expires_at" not in write.fields
    assert write.defaults == {"expires_at": STORED_S + 30 * 86400}


def test_a_camera_is_listed_with_its_site() -> None:
    key = read_key(key_of())
    pk, row, latest = describe_camera(key, describe_clip(key, facts(), 30))
    assert pk == "CAMERA#home#porch"
    assert row == {
        "site": "home",
        "camera": "porch",
        "by_site": "CAMERAS#home",
        "ordered": "porch",
    }
    assert latest == {"last_recorded_at": RECORDED_AT, "last_received_at": RECEIVED_AT}
