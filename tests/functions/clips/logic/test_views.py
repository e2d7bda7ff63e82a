"""What is shown says what is known and no more."""

from datetime import datetime

import pytest

from functions.clips.logic.views import (
    check_clip,
    is_visible,
    show_camera,
    show_detail,
    show_summary,
)
from functions.clips.rows import Row
from functions.errors import Rejected
from functions.membership import Caller, Membership
from tests.functions.cloud import CLIP_ID, RECEIVED_AT, RECORDED_AT, key_of

LINK, QUERY = "https://d1.cloudfront.net", "Policy=p&Signature=s"
BARE: Row = {
    "pk": f"CLIP#{CLIP_ID}",
    "site": "home",
    "camera": "porch",
    "kind": "clip",
    "recorded_at": RECORDED_AT,
    "received_at": RECEIVED_AT,
    "expires_at": 2000,
}
THUMB: Row = {"thumb": {"key": key_of("thumb.jpg"), "bytes": 7, "content_type": "image/jpeg"}}
ORIGINAL: Row = {"original": {"key": key_of(), "bytes": 9, "content_type": "video/mp4"}}


def test_a_clip_whose_original_is_still_to_come_is_shown_but_not_playable() -> None:
    shown = show_summary({**BARE, **THUMB}, LINK, QUERY)
    assert (shown["playable"], shown["bytes"]) == (False, None)
    assert shown["thumb_url"] == f"{LINK}/{key_of('thumb.jpg')}?{QUERY}"
    assert shown["preview_url"] is None
    preview: Row = {"preview": {"key": key_of("preview.webp"), "bytes": 7, "content_type": "i"}}
    shown = show_summary({**BARE, **preview}, LINK, QUERY)
    assert shown["preview_url"] == f"{LINK}/{key_of('preview.webp')}?{QUERY}"


def test_a_clip_whose_thumbnail_is_still_to_come_is_playable() -> None:
    shown = show_summary({**BARE, **ORIGINAL, "duration_ms": 1200}, LINK, QUERY)
    assert (shown["playable"], shown["bytes"], shown["thumb_url"]) == (True, 9, None)
    assert (shown["camera"], shown["duration_ms"], shown["width"]) == ("home_porch", 1200, None)


@pytest.mark.parametrize(
    ("content_type", "fields", "playable"),
    [
        ("video/mp4", {"video_codec": "h264"}, True),
        ("video/webm", {"video_codec": "vp9"}, True),
        ("video/mp4", {"video_codec": "hevc"}, False),
        ("video/mp4", {"video_codec": "mpeg4"}, False),
        ("video/x-matroska", {"video_codec": "h264"}, False),
        ("application/octet-stream", {}, False),
        ("image/jpeg", {"video_codec": "mjpeg", "kind": "still"}, True),
    ],
)
def test_an_original_is_playable_when_browsers_play_it(
    content_type: str, fields: Row, playable: bool
) -> None:
    original: Row = {"original": {"key": key_of(), "bytes": 9, "content_type": content_type}}
    row = {**BARE, **original, **fields}
    assert show_summary(row, LINK, QUERY)["playable"] is playable
    hd: Row = {"hd": {"key": key_of("hd.mp4"), "bytes": 5, "content_type": "video/mp4"}}
    assert show_summary({**row, **hd}, LINK, QUERY)["playable"] is True
    assert show_summary({**BARE, **fields, **hd}, LINK, QUERY)["playable"] is True


def test_a_detail_says_what_else_was_made_and_links_it() -> None:
    hd: Row = {"hd": {"key": key_of("hd.mp4"), "bytes": 5, "content_type": "video/mp4"}}
    row = {**BARE, **ORIGINAL, **hd, "versions": "hd: 1920x1080 by libx264"}
    shown = show_detail(row, LINK, QUERY, 1800)
    assert shown["versions"] == "hd: 1920x1080 by libx264"
    assert shown["media"]["hd"]["url"] == f"{LINK}/{key_of('hd.mp4')}?{QUERY}"
    assert show_detail({**BARE}, LINK, QUERY, 1800)["versions"] is None


def test_a_detail_links_what_has_arrived_and_decodes_the_file_name() -> None:
    row = {**BARE, **THUMB, **ORIGINAL, "source_name": "a%20%22b%22%3B%24%28x%29%20%E2%82%AC.mkv"}
    shown = show_detail(row, LINK, QUERY, 1800)
    assert shown["source_name"] == 'a "b";$(x) €.mkv'
    assert shown["media"]["original"] == {
        "url": f"{LINK}/{key_of()}?{QUERY}",
        "content_type": "video/mp4",
        "bytes": 9,
    }
    assert (shown["media"]["sd"], shown["media"]["preview"]) == (None, None)
    assert shown["expires_at"] == "1970-01-01T00:33:20.000Z"
    assert shown["media_expires_at"] == "1970-01-01T00:30:00.000Z"


OWNER, STRANGER = Membership("home", "owner"), Membership("barn", "owner")


@pytest.mark.parametrize(
    ("memberships", "now_s", "visible"),
    [
        ((OWNER,), 1999, True),
        ((OWNER,), 2000, False),
        ((STRANGER,), 0, False),
        ((), 0, False),
        ((Membership("home", "guest", frozenset({"porch"})),), 0, True),
        ((Membership("home", "guest", frozenset({"yard"})),), 0, False),
    ],
)
def test_a_clip_is_visible_to_who_may_see_its_camera_until_it_expires(
    memberships: tuple[Membership, ...], now_s: int, visible: bool
) -> None:
    caller = Caller("a", memberships)
    assert is_visible(BARE, caller, now_s) is visible
    assert is_visible(None, caller, now_s) is False


def test_an_impossible_clip_id_is_not_found() -> None:
    with pytest.raises(Rejected) as told:
        check_clip("../CAMERA#home#porch")
    assert told.value.code == "not_found"


def test_a_camera_is_shown_with_its_name_among_all_sites() -> None:
    row: Row = {
        "site": "home",
        "camera": "porch",
        "last_recorded_at": RECORDED_AT,
        "last_received_at": RECEIVED_AT,
    }
    assert show_camera(row, 0)["id"] == "home_porch"
    received_s = int(datetime.fromisoformat(RECEIVED_AT).timestamp())
    assert show_camera(row, received_s + 86400)["silent"] is False
    assert show_camera(row, received_s + 86401)["silent"] is True
