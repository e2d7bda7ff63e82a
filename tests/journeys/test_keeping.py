"""keeping: a star with its reason, and a deletion that is undone, regretted and restored."""

from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Cloud, clip_bytes, clips_of, sign_in, wait_for
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour

WITHIN_S = 60
WITHIN_MS = WITHIN_S * 1000
WHY = "For the insurance"


def test_a_clip_is_starred_with_a_reason_then_deleted_undone_and_restored(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    with cloud.api(cloud.token()) as api:
        before = {clip["id"] for clip in clips_of(api)}
        cloud.upload(0, "keeping.mkv", clip_bytes(tmp_path, Colour.GREEN))
        clip = wait_for("the clip", WITHIN_S, lambda: _playable(api, before))
        sign_in(page, cloud)
        expect(page.get_by_role("heading", name="Clips")).to_be_visible(timeout=WITHIN_MS)
        page.goto(f"{cloud.ready['web']}#/clips/{clip}")

        expect(page.get_by_role("button", name="Keep this clip")).to_be_enabled(timeout=WITHIN_MS)
        page.keyboard.press("s")
        page.get_by_label("Why?").fill(WHY)
        page.get_by_role("button", name="Keep", exact=True).click()
        starred = page.get_by_role("button", name="Kept: change or take off the star")
        expect(starred).to_be_visible(timeout=WITHIN_MS)
        told = _read(api, clip)
        assert told["star"]["note"] == WHY
        assert told["expires_at"] is None, "a star lifts the retention"
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_role("button", name="Delete for everybody")).to_be_disabled()

        page.goto(f"{cloud.ready['web']}#/clips?starred=true")
        expect(page.locator(f'[data-clip-id="{clip}"]').first).to_be_visible(timeout=WITHIN_MS)
        assert [kept["id"] for kept in clips_of(api, starred="true")] == [clip]

        page.goto(f"{cloud.ready['web']}#/clips/{clip}")
        starred.click(timeout=WITHIN_MS)
        expect(page.get_by_label("Why?")).to_have_value(WHY)
        page.get_by_role("button", name="Take the star off").click()
        expect(page.get_by_text("Star taken off")).to_be_visible(timeout=WITHIN_MS)
        assert clips_of(api, starred="true") == []

        _delete(page)
        assert api.get(f"/v1/clips/{clip}").status_code == 404
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Clip restored")).to_be_visible(timeout=WITHIN_MS)
        assert _read(api, clip)["star"] is None

        page.goto(f"{cloud.ready['web']}#/clips/{clip}")
        _delete(page)
        page.goto(f"{cloud.ready['web']}#/sites/home")
        page.get_by_role("link", name="Recently deleted").click(timeout=WITHIN_MS)
        row = page.locator(f'[data-clip-id="{clip}"]')
        row.get_by_role("button", name="Restore").click(timeout=WITHIN_MS)
        expect(page.get_by_text("Clip restored")).to_be_visible(timeout=WITHIN_MS)
        expect(row).to_have_count(0)
        assert clip in {listed["id"] for listed in clips_of(api)}


def test_several_clips_are_starred_at_once_and_what_fails_stays_chosen(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    names = ("several-first.mkv", "several-second.mkv")
    for name in names:
        cloud.upload(1, name, clip_bytes(tmp_path, Colour.BLUE))
    ids = [wait_for_clip(cloud, 1, name) for name in names]
    camera = cloud.camera(1)["id"]
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if ids[1] in route.request.url and not refused:
            refused.append(route.request.url)
            route.fulfill(status=503, content_type="application/problem+json", body="{}")
        else:
            route.continue_()

    sign_in(page, cloud)
    expect(page.get_by_label("Camera").first).to_be_visible(timeout=WITHIN_MS)
    page.goto(f"{cloud.ready['web']}/#/clips?camera={camera}&view=clips")
    tiles = [page.locator(f'[data-tile="{clip}"]') for clip in ids]
    tiles[0].locator("a").first.click(modifiers=["Control"], timeout=WITHIN_MS)
    tiles[1].locator("a").first.focus()
    page.keyboard.press("x")
    page.route("**/star", refuse_once)
    page.get_by_role("button", name="Keep 2 clips").click()
    told = page.get_by_text("1 clip is kept. 1 could not be starred: try again")
    expect(told).to_be_visible(timeout=WITHIN_MS)
    expect(tiles[0].get_by_text("★")).to_be_visible()
    page.get_by_role("button", name="Keep 1 clip").click()
    expect(page.get_by_text("1 clip is kept", exact=True)).to_be_visible(timeout=WITHIN_MS)
    expect(page.get_by_text("selected")).to_have_count(0)
    with cloud.api(cloud.token()) as api:
        assert {clip["id"] for clip in clips_of(api, starred="true")} >= set(ids)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("1 star taken off")).to_be_visible(timeout=WITHIN_MS)
        assert _read(api, ids[1])["star"] is None
        assert _read(api, ids[0])["star"] is not None

        tiles[1].locator("a").first.focus()
        page.keyboard.press("s")
        expect(page.get_by_text("1 clip is kept", exact=True)).to_be_visible(timeout=WITHIN_MS)
        assert _read(api, ids[1])["star"]["note"] == ""
        page.keyboard.press("s")
        expect(page.get_by_text("These are kept already")).to_be_visible(timeout=WITHIN_MS)


def _playable(api: httpx.Client, before: set[str]) -> str | None:
    new = (clip for clip in clips_of(api) if clip["playable"] and clip["id"] not in before)
    return next((clip["id"] for clip in new), None)


def _read(api: httpx.Client, clip: str) -> dict[str, Any]:
    answer = api.get(f"/v1/clips/{clip}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _delete(page: Page) -> None:
    page.get_by_role("button", name="Delete", exact=True).click(timeout=WITHIN_MS)
    page.get_by_role("button", name="Delete for everybody").click()
    expect(page.get_by_text("Clip deleted")).to_be_visible(timeout=WITHIN_MS)
