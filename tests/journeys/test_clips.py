"""clips: from a camera's FTP upload to a picture that moves in a browser."""

from pathlib import Path

import httpx
import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import Page, expect
from ulid import ULID

from contract import names
from tests.device.linux.footage import Recipe, film
from tests.journeys.aws import gateway_of, list_keys, put
from tests.journeys.conftest import Cloud, Login, clip_bytes, clips_of, sign_in, wait_for
from tests.media import Colour, nearest_colour

SEEN_SECONDS = 30
# Draws what the player shows right now and averages its lower right quarter.
AVERAGE_PICTURE = """(video) => {
  const canvas = document.createElement("canvas");
  canvas.width = 64; canvas.height = 36;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 64, 36);
  const {data} = context.getImageData(32, 18, 32, 18);
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) for (const c of [0, 1, 2]) sum[c] += data[at + c];
  return sum.map((total) => total / (data.length / 4));
}"""
# Whether it moves; sees to it that it does.
PLAY = """(video) => {
  video.muted = true;
  if (video.paused && !video.ended) video.play().catch(() => undefined);
  return video.currentTime > 0.5 && video.getVideoPlaybackQuality().totalVideoFrames > 3;
}"""
ODD_NAMES = (
    "with space.mkv",
    "quo'te\".mkv",
    ";$(touch x).mkv",
    "ünïcødé-摄像.mkv",
    "-leading-dash.mkv",
    "../../escape.mkv",
    "comma,(paren).mkv",
)


def wait_for_clip(cloud: Cloud, number: int, source_name: str) -> str:
    """The id of the playable clip that came from the file of this name."""
    with cloud.api(cloud.token()) as api:
        camera = cloud.camera(number)["id"]

        def look() -> str | None:
            # A camera is known from its first clip on; until then its list is "not found".
            if camera not in {each["id"] for each in api.get("/v1/cameras").json()["items"]}:
                return None
            for clip in clips_of(api, camera=camera):
                detail = api.get(f"/v1/clips/{clip['id']}").json()
                if clip["playable"] and detail["source_name"] == source_name:
                    return clip["id"]
            return None

        return wait_for(f"{source_name} in the catalogue", SEEN_SECONDS, look)


def test_a_camera_s_upload_becomes_a_moving_picture_in_the_browser(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    sign_in(page, cloud)
    expect(page.get_by_label("Camera").first).to_be_visible()

    cloud.upload(0, "MDalarm_green.mkv", clip_bytes(tmp_path, Colour.GREEN))
    clip_id = wait_for_clip(cloud, 0, "MDalarm_green.mkv")

    # Not as part of an event: what other tests upload may have been recorded beside it.
    page.goto(f"{cloud.ready['web']}/#/clips?view=clips")
    card = page.locator(f'[data-clip-id="{clip_id}"]')
    expect(card).to_be_visible(timeout=SEEN_SECONDS * 1000)
    picture = card.locator("img").first
    expect(picture).to_be_visible()
    wait_for(
        "the thumbnail's pixels",
        10,
        lambda: picture.evaluate("(image) => image.complete && image.naturalWidth > 0"),
    )
    card.locator("a, button").first.click()
    assert see_colour(page) is Colour.GREEN
    assert not problems


def test_what_browsers_do_not_play_plays_and_says_what_was_done(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    recipe = Recipe(video="libx265", seconds=3, sides=(1280, 720), audio="aac")
    cloud.upload(0, "hevc.mkv", film(tmp_path / "hevc.mkv", Colour.BLUE, recipe).read_bytes())
    clip_id = wait_for_clip(cloud, 0, "hevc.mkv")
    sign_in(page, cloud)
    expect(page.get_by_label("Camera").first).to_be_visible()
    page.goto(f"{cloud.ready['web']}/#/clips/{clip_id}")
    assert see_colour(page) is Colour.BLUE
    assert "/hd.mp4?" in page.locator("video").evaluate("(video) => video.currentSrc")

    with cloud.api(cloud.token()) as api:
        versions = wait_for(
            "what was made of it", SEEN_SECONDS, lambda: read_versions(api, clip_id)
        )
    assert versions.startswith("hd: 1280x720 by libx264; ")
    page.reload()
    details = page.get_by_label("Details")
    expect(details.get_by_text("kept as it came: browsers do not play hevc")).to_be_visible()
    for version in versions.split("; "):
        expect(details.get_by_text(version, exact=True)).to_be_visible()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Original").click()
    assert download.value.suggested_filename.endswith(".mkv")


def read_versions(api: httpx.Client, clip_id: str) -> str | None:
    return api.get(f"/v1/clips/{clip_id}").json()["versions"]


def see_colour(page: Page) -> Colour:
    """What the player shows, once it moves."""
    video = page.locator("video")
    expect(video).to_be_visible()
    # What refuses to play has no frames; a player that begins anew meanwhile is asked again.
    wait_for("decoded frames", 15, lambda: video.evaluate(PLAY))
    return nearest_colour(*video.evaluate(AVERAGE_PICTURE))


def test_cameras_are_told_apart(cloud: Cloud, tmp_path: Path) -> None:
    cloud.upload(1, "second.mkv", clip_bytes(tmp_path, Colour.RED))
    cloud.upload(2, "third.mkv", clip_bytes(tmp_path, Colour.BLUE))
    second = wait_for_clip(cloud, 1, "second.mkv")
    third = wait_for_clip(cloud, 2, "third.mkv")
    with cloud.api(cloud.token()) as api:
        of_second = {clip["id"] for clip in clips_of(api, camera=cloud.camera(1)["id"])}
        of_third = {clip["id"] for clip in clips_of(api, camera=cloud.camera(2)["id"])}
        both = {clip["id"] for clip in clips_of(api)}
    assert second in of_second - of_third
    assert third in of_third - of_second
    assert {second, third} <= both


def test_another_site_s_member_sees_nothing(cloud: Cloud, tmp_path: Path) -> None:
    stranger = cloud.add_viewer("stranger@example.com", "barn")
    cloud.upload(0, "private.mkv", clip_bytes(tmp_path, Colour.BLUE))
    clip_id = wait_for_clip(cloud, 0, "private.mkv")
    with cloud.api(cloud.token(stranger)) as api:
        assert clip_id not in {clip["id"] for clip in clips_of(api)}
        cameras = {each["id"] for each in api.get("/v1/cameras").json()["items"]}
        assert cloud.camera(0)["id"] not in cameras
        assert [site["id"] for site in api.get("/v1/sites").json()["items"]] == ["barn"]
        assert api.get(f"/v1/clips/{clip_id}").status_code == 404
        foreign = api.get("/v1/clips", params={"camera": cloud.camera(0)["id"]})
        assert foreign.status_code == 404


def test_a_gateway_fills_its_own_site_and_no_other(
    cloud: Cloud, barn_viewer: Login, tmp_path: Path
) -> None:
    now = "2026-11-21T12:00:00.000Z"
    metadata = names.encode_clip({"kind": "clip", "recorded_at": now, "received_at": now})
    content = clip_bytes(tmp_path, Colour.RED)

    def key(site: str, clip_id: str) -> str:
        day = ("2026", "11", "21")
        return names.format_object_key(site, "stall", *day, clip_id, "original", "mkv")

    clip_id = str(ULID())
    of_barn, of_home = gateway_of(cloud, "barn"), gateway_of(cloud, "home")
    put(of_barn, key("barn", clip_id), content, metadata, "video/x-matroska")
    for keys, site in ((of_barn, "home"), (of_home, "barn")):
        with pytest.raises(ClientError, match="AccessDenied"):
            put(keys, key(site, str(ULID())), content, metadata, "video/x-matroska")
        with pytest.raises(ClientError, match="AccessDenied"):
            list_keys(keys, names.format_object_prefix(site))
    assert list_keys(of_barn, "clips/barn/stall/2026/11/21/") == [key("barn", clip_id)]
    for prefix in ("clips/", "clips/barn", None):
        with pytest.raises(ClientError, match="AccessDenied"):
            list_keys(of_barn, prefix)
    with cloud.api(cloud.token(barn_viewer)) as theirs, cloud.api(cloud.token()) as ours:
        wait_for("the barn's clip", SEEN_SECONDS, lambda: clips_of(theirs))
        assert [clip["id"] for clip in clips_of(theirs)] == [clip_id]
        assert [each["id"] for each in theirs.get("/v1/cameras").json()["items"]] == ["barn_stall"]
        assert clip_id not in {clip["id"] for clip in clips_of(ours)}
        assert ours.get(f"/v1/clips/{clip_id}").status_code == 404
        assert ours.get("/v1/clips", params={"camera": "barn_stall"}).status_code == 404


def test_media_needs_its_signature(cloud: Cloud, tmp_path: Path) -> None:
    cloud.upload(0, "signed.mkv", clip_bytes(tmp_path, Colour.GREEN))
    clip_id = wait_for_clip(cloud, 0, "signed.mkv")
    with cloud.api(cloud.token()) as api:
        url = api.get(f"/v1/clips/{clip_id}").json()["media"]["original"]["url"]
        assert api.get(url, headers={"authorization": ""}).status_code == 200
        assert api.get(url, headers={"range": "bytes=0-99"}).status_code == 206
        bare = url.split("?")[0]
        assert api.get(bare).status_code == 403
        assert api.get(url.replace("/clips/home/", "/clips/barn/")).status_code == 403


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_any_name_arrives_once(cloud: Cloud, tmp_path: Path, name: str) -> None:
    cloud.upload(0, name, clip_bytes(tmp_path, Colour.RED))
    source_name = name.rsplit("/", 1)[-1]
    wait_for_clip(cloud, 0, source_name)
    with cloud.api(cloud.token()) as api:
        names = [
            api.get(f"/v1/clips/{clip['id']}").json()["source_name"]
            for clip in clips_of(api, camera=cloud.camera(0)["id"])
        ]
    assert names.count(source_name) == 1


def test_the_list_filters_by_camera_and_survives_a_phone(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    cloud.upload(0, "phone-first.mkv", clip_bytes(tmp_path, Colour.GREEN))
    cloud.upload(1, "phone-second.mkv", clip_bytes(tmp_path, Colour.BLUE))
    first = wait_for_clip(cloud, 0, "phone-first.mkv")
    second = wait_for_clip(cloud, 1, "phone-second.mkv")
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, cloud)
    expect(page.locator(f'[data-clip-id="{first}"]')).to_be_visible()
    camera = cloud.camera(1)["id"]
    page.goto(f"{cloud.ready['web']}/#/?camera={camera}")
    expect(page.locator(f'[data-clip-id="{second}"]')).to_be_visible()
    expect(page.locator(f'[data-clip-id="{first}"]')).to_have_count(0)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
