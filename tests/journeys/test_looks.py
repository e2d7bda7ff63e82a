"""web: every page by axe, by its width and by its calm; a few beside a kept picture; in German."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Cloud, clip_bytes, sign_in
from tests.journeys.looks import (
    WATCH_SHIFTS,
    compare_picture,
    list_pages,
    run_axe,
    wait_until_loaded,
)
from tests.journeys.stand_in import StandIn
from tests.journeys.test_clips import wait_for_clip
from tests.journeys.test_listing import HOUR_MS, NOW_MS, open_list, record
from tests.media import Colour

Scheme = Literal["light", "dark"]
DEVICES: dict[str, tuple[int, int, Scheme]] = {
    "desktop": (1440, 900, "light"),
    "desktop-dark": (1440, 900, "dark"),
    "phone": (390, 844, "dark"),
    "phone-light": (390, 844, "light"),
}
# web.dev/articles/cls: up to 0.1 a page feels stable.
SHIFTED_MAX = 0.1
# Nobody waits longer for a first sign of life; machines that test are slow.
FIRST_PAINT_MAX_MS = 4000
SHOWN_MS = 30_000
HIDE = "(all) => all.forEach((one) => { one.style.visibility = 'hidden' })"


@pytest.fixture(params=list(DEVICES))
def device(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def looking(chromium: Browser, device: str) -> Iterator[BrowserContext]:
    width, height, scheme = DEVICES[device]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.add_init_script(f"({WATCH_SHIFTS})()")
    yield context
    context.close()


def test_axe_finds_nothing_and_nothing_jumps_on_any_page(
    cloud: Cloud, looking: BrowserContext, tmp_path: Path
) -> None:
    cloud.upload(0, "look.mkv", clip_bytes(tmp_path, Colour.BLUE))
    clip_id = wait_for_clip(cloud, 0, "look.mkv")
    page = looking.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    found: dict[str, list[str]] = {}

    page.goto(cloud.ready["web"])
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    found["signed out"] = run_axe(page)
    sign_in(page, cloud)
    expect(page.get_by_role("navigation").first).to_be_visible(timeout=SHOWN_MS)
    paths = ["clips", f"clips/{clip_id}", "nowhere", *list_pages(site="home", id=clip_id)]
    for path in paths:
        # Anew, as from a link in a mail: what jumps while it loads is counted, too.
        page.goto("about:blank")
        page.goto(f"{cloud.ready['web']}/#/{path}")
        expect(page.get_by_role("heading").first).to_be_visible(timeout=SHOWN_MS)
        wait_until_loaded(page)
        found[path] = run_axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than the screen")
        shifted = page.evaluate("window.shifted")
        if shifted["by"] > SHIFTED_MAX:
            found[path].append(f"things jumped by {shifted['by']:.2f}: {shifted['what']}")
    wrong = [f"{path}: {line}" for path, lines in found.items() for line in lines]
    assert not wrong, "\n".join(wrong)
    # Pages of things that do not exist are opened above on purpose; anything else is a defect.
    assert [line for line in complaints if "status of 404" not in line] == []


def test_pages_look_as_they_were_kept(
    cloud: Cloud, looking: BrowserContext, device: str, tmp_path: Path
) -> None:
    page = looking.new_page()
    page.goto(cloud.ready["web"])
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    compare_picture(page, f"signed-out-{device}", tmp_path)
    sign_in(page, cloud)
    expect(page.get_by_role("navigation").first).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{cloud.ready['web']}/#/sites")
    expect(page.get_by_role("heading", name="Sites")).to_be_visible(timeout=SHOWN_MS)
    wait_until_loaded(page)
    # The menu grows with every page somebody adds.
    page.locator("nav").evaluate_all(HIDE)
    compare_picture(page, f"sites-{device}", tmp_path)


def test_the_list_looks_as_it_was_kept(
    cloud: Cloud, looking: BrowserContext, device: str, tmp_path: Path
) -> None:
    page = looking.new_page()
    # Events of one to three cameras at every full hour of two days, and nothing on the day between.
    times_ms = [
        NOW_MS - hours * HOUR_MS - n * 10_000
        for hours in (*range(6), *range(48, 52))
        for n in range(1 + hours % 3)
    ]
    open_list(page, cloud, StandIn(record(times_ms, cameras=3)))
    wait_until_loaded(page)
    page.locator("nav").evaluate_all(HIDE)
    compare_picture(page, f"list-{device}", tmp_path)


def test_a_first_visit_shows_something_soon(cloud: Cloud, page: Page) -> None:
    page.goto(cloud.ready["web"])
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SHOWN_MS)
    # The browser tells of a paint some time after it; what is asked for is when it was.
    told = page.wait_for_function(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime", timeout=SHOWN_MS
    )
    assert told.json_value() < FIRST_PAINT_MAX_MS


def test_the_language_is_chosen_once_and_stays(cloud: Cloud, page: Page) -> None:
    sign_in(page, cloud, cloud.add_viewer("german@example.com", "home"))
    expect(page.get_by_role("navigation").first).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{cloud.ready['web']}/#/me")
    page.get_by_label("Language", exact=True).select_option(label="Deutsch")
    expect(page.get_by_role("heading", name="Profil", exact=True)).to_be_visible(timeout=SHOWN_MS)
    page.reload()
    expect(page.get_by_role("heading", name="Profil", exact=True)).to_be_visible(timeout=SHOWN_MS)
    assert page.evaluate("document.documentElement.lang") == "de"
    page.get_by_label("Sprache", exact=True).select_option(label="English")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible(timeout=SHOWN_MS)
