"""sharing: a link that people without an account open, and an export that others' tools verify."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Cloud, clip_bytes, clips_of, sign_in, wait_for
from tests.media import Colour

WITHIN_S = 60
WITHIN_MS = WITHIN_S * 1000


def test_a_link_shows_its_clip_to_whoever_has_it_until_it_is_revoked(
    cloud: Cloud, page: Page, chromium: Browser, tmp_path: Path
) -> None:
    cloud.upload(0, "shared.mkv", clip_bytes(tmp_path, Colour.BLUE))
    with cloud.api(cloud.token()) as api:
        clip = wait_for("the clip", WITHIN_S, lambda: [c for c in clips_of(api) if c["playable"]])[
            0
        ]
    sign_in(page, cloud)
    expect(page.get_by_role("heading", name="Clips")).to_be_visible(timeout=WITHIN_MS)
    page.goto(f"{cloud.ready['web']}#/clips/{clip['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share this clip")
    dialog.get_by_label("Words over the picture").fill("For Ann")
    dialog.get_by_role("button", name="Make link").click()
    link = dialog.get_by_label("Link", exact=True).input_value(timeout=WITHIN_MS)

    with chromium.new_context(viewport={"width": 390, "height": 844}) as stranger:
        other = stranger.new_page()
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.url))
        other.goto(link)
        video = other.get_by_label("Video from")
        expect(video).to_be_visible(timeout=WITHIN_MS)
        other.wait_for_function("document.querySelector('video').readyState >= 2")
        expect(other.get_by_text("For Ann").first).to_be_visible()
        secret = link.rpartition("/")[2]
        assert not [url for url in asked if secret in url], "it would be written into logs"

        dialog.get_by_role("button", name="Revoke").first.click()
        expect(dialog.get_by_text("Revoked").first).to_be_visible(timeout=WITHIN_MS)
        other.reload()
        expect(other.get_by_text("This link does not open any more")).to_be_visible(
            timeout=WITHIN_MS
        )


def test_an_export_is_asked_for_downloaded_and_verified(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    cloud.upload(1, "exported.mkv", clip_bytes(tmp_path, Colour.RED))
    camera = cloud.camera(1)["id"]
    with cloud.api(cloud.token()) as api:

        def look() -> bool:
            return any(clip["camera"] == camera and clip["playable"] for clip in clips_of(api))

        wait_for("the clip", WITHIN_S, look)
    sign_in(page, cloud)
    expect(page.get_by_role("heading", name="Clips")).to_be_visible(timeout=WITHIN_MS)
    page.goto(f"{cloud.ready['web']}#/exports?camera={camera}")
    page.get_by_role("button", name="Last 4 hours").click()
    page.get_by_role("button", name="Export", exact=True).click()
    ready = page.get_by_role("button", name="Download").first
    expect(ready).to_be_visible(timeout=WITHIN_MS)
    with page.expect_download(timeout=WITHIN_MS) as download:
        ready.click()
    zipped = tmp_path / "export.zip"
    download.value.save_as(zipped)
    subprocess.run(["unzip", "-tq", str(zipped)], check=True, capture_output=True)
    subprocess.run(["unzip", "-q", str(zipped), "-d", str(tmp_path / "out")], check=True)
    signature = "openssl dgst -sha256 -verify public-key.pem -signature manifest.sig manifest.json"
    verified = subprocess.run(
        signature.split(), cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert verified.stdout == "Verified OK\n", verified.stderr

    page.goto(f"{cloud.ready['web']}#/sites/home/log")
    line = page.get_by_role("row", name="downloaded an export").first
    expect(line.get_by_role("cell", name="You", exact=True)).to_be_visible(timeout=WITHIN_MS)
    line.get_by_role("link", name="Export", exact=True).click()
    expect(page.locator("li[aria-current=true]")).to_contain_text("kept until")
