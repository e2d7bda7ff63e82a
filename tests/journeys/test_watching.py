"""clips: the player and the moving tiles, by mouse, keys and fingers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.device.linux.footage import RATE, Recipe, film, photograph
from tests.journeys.conftest import Cloud, sign_in, wait_for
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour

# On a machine that does much else.
SLOW_MS = 30_000
# Large enough for a low version.
LARGE = Recipe(seconds=4, sides=(1280, 720), audio="aac")
SOURCE = "(video) => new URL(video.currentSrc).pathname.split('/').at(-1).split('.')[0]"


def upload(cloud: Cloud, number: int, path: Path) -> str:
    cloud.upload(number, path.name, path.read_bytes())
    return wait_for_clip(cloud, number, path.name)


def wait_for_low(cloud: Cloud, clip_id: str) -> None:
    with cloud.api(cloud.token()) as api:
        wait_for(
            "the low version",
            30,
            lambda: api.get(f"/v1/clips/{clip_id}").json()["media"]["sd"],
        )


def open_clip(page: Page, cloud: Cloud, clip_id: str, camera: int) -> None:
    """Among the clips of its own camera, so that other tests' clips are not beside it."""
    name = cloud.camera(camera)["id"]
    page.goto(f"{cloud.ready['web']}/#/clips/{clip_id}?camera={name}")


def shown_clip(page: Page) -> str:
    return page.evaluate("location.hash.split('?')[0].split('/').at(-1)")


def wait_for_shown(page: Page, clip_id: str) -> None:
    wait_for(f"the player at {clip_id}", 20, lambda: shown_clip(page) == clip_id)


def wait_for_source(video: Locator, rendition: str) -> None:
    wait_for(
        f"{rendition} playing",
        20,
        lambda: video.evaluate(f"(video) => video.currentSrc && ({SOURCE})(video)") == rendition,
    )


def time_of(video: Locator) -> float:
    return video.evaluate("(video) => video.currentTime")


def save_data(page: Page) -> None:
    """As readers set their browser to."""
    # Playwright's annotations of what is sent are open, which strict checking refuses to guess.
    browser: Any = page.context.new_cdp_session(page)
    browser.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})


def test_quality_is_remembered_spared_for_whoever_saves_data_and_frames_are_stepped(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    clip_id = upload(cloud, 0, film(tmp_path / "watched.mkv", Colour.GREEN, LARGE))
    wait_for_low(cloud, clip_id)
    sign_in(page, cloud)
    expect(page.locator("[data-clip-id]").first).to_be_visible(timeout=SLOW_MS)
    open_clip(page, cloud, clip_id, 0)
    video = page.locator("video")
    wait_for_source(video, "original")

    wait_for("frames to learn their length from", 20, lambda: time_of(video) > 0.8)
    page.keyboard.press("k")
    wait_for("the pause", 5, lambda: video.evaluate("(video) => video.paused"))
    before = time_of(video)
    for _ in range(3):
        step_from = time_of(video)
        page.keyboard.press(".")
        wait_for("the next frame", 5, lambda at=step_from: time_of(video) > at)
    # The first press goes from anywhere within a frame to the middle of the next one.
    assert 2.4 / RATE < time_of(video) - before < 3.6 / RATE

    page.keyboard.press("q")
    wait_for_source(video, "sd")
    assert video.evaluate("(video) => video.paused")
    assert abs(time_of(video) - before) < 1
    page.reload()
    wait_for_source(page.locator("video"), "sd")

    page.get_by_role("button", name="Settings").click()
    page.get_by_text("Automatic", exact=True).click()
    wait_for_source(video, "original")
    page.keyboard.press("Escape")
    save_data(page)
    page.reload()
    wait_for_source(video, "sd")
    expect(page.get_by_text("Low version, to save data")).to_be_visible()
    page.get_by_role("button", name="Play the original").click()
    wait_for_source(video, "original")

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys and gestures")
    expect(keys.get_by_text("One frame forward")).to_be_visible()
    keys.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(video).to_be_visible()
    page.keyboard.press("q")
    assert page.evaluate("JSON.parse(localStorage['vedette.player']).quality") == "original"
    page.keyboard.press("Escape")
    expect(video).to_be_hidden()


def test_the_player_goes_through_an_event_and_stills_follow_one_another(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    short = Recipe(seconds=2)
    first = upload(cloud, 1, film(tmp_path / "one.mkv", Colour.RED, short))
    second = upload(cloud, 1, film(tmp_path / "two.mkv", Colour.BLUE, short))
    stills = [
        upload(cloud, 2, photograph(tmp_path / f"{colour.name}.jpg", colour))
        for colour in (Colour.RED, Colour.GREEN, Colour.BLUE)
    ]
    sign_in(page, cloud)
    expect(page.locator("[data-clip-id]").first).to_be_visible(timeout=SLOW_MS)
    open_clip(page, cloud, first, 1)
    event = page.get_by_role("region", name="Event")
    expect(event.locator(f'[data-of="{first}"] a')).to_have_attribute("aria-current", "true")
    wait_for_shown(page, second)
    expect(event.locator(f'[data-of="{second}"] a')).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Play again")).to_be_visible(timeout=SLOW_MS)
    assert shown_clip(page) == second

    open_clip(page, cloud, stills[0], 2)
    expect(page.get_by_role("button", name="Picture before")).to_be_visible()
    page.get_by_role("button", name="Play the stills").click()
    wait_for_shown(page, stills[1])
    wait_for_shown(page, stills[2])
    expect(page.get_by_role("button", name="Play the stills")).to_be_visible()
    page.keyboard.press(",")
    wait_for_shown(page, stills[1])


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


class Finger:
    """Touches as a phone's screen tells them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        # As above.
        self._session: Any = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", [{"x": x, "y": y}])

    def up(self) -> None:
        self._send("touchEnd", [])

    def swipe(self, on: Locator, dx: float, dy: float) -> None:
        x, y = middle_of(on)
        self.down(x, y)
        for part in (0.25, 0.5, 0.75, 1):
            self._send("touchMove", [{"x": x + dx * part, "y": y + dy * part}])
        self.up()

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle_of(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_long_press_shows_a_preview_and_swipes_turn_pages(
    cloud: Cloud, phone: Page, tmp_path: Path
) -> None:
    older = upload(cloud, 2, film(tmp_path / "older.mkv", Colour.RED, Recipe(seconds=6)))
    newer = upload(cloud, 2, film(tmp_path / "newer.mkv", Colour.GREEN, Recipe(seconds=6)))
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    sign_in(phone, cloud)
    expect(phone.locator("[data-clip-id]").first).to_be_visible(timeout=SLOW_MS)
    phone.goto(f"{cloud.ready['web']}/#/clips?camera={cloud.camera(2)['id']}&view=clips")
    tile = phone.locator(f'[data-clip-id="{newer}"]').first
    picture = tile.locator("img").first
    expect(picture).to_be_visible(timeout=SLOW_MS)
    assert not [url for url in asked if "/preview.webp" in url]

    finger = Finger(phone)
    finger.down(*middle_of(picture))
    preview = tile.locator("[data-preview][data-there]")
    expect(preview).to_be_visible(timeout=SLOW_MS)
    assert preview.evaluate("(image) => image.naturalWidth") > 0
    finger.up()
    expect(preview).to_be_hidden()
    expect(phone.get_by_role("dialog")).to_be_hidden()

    picture.tap()
    video = phone.locator("video")
    expect(video).to_be_visible()
    wait_for_shown(phone, newer)
    wait_for("a film that plays", 20, lambda: time_of(video) > 0)
    finger.swipe(video, -150, 0)
    wait_for_shown(phone, older)
    finger.swipe(video, 150, 0)
    wait_for_shown(phone, newer)
    finger.swipe(video, 0, 150)
    expect(video).to_be_hidden()
