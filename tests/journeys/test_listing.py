"""clips: finding a moment in the list, however long it is and wherever its reader is."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Cloud, clip_bytes, sign_in, wait_for
from tests.journeys.stand_in import Recording, StandIn, parse_ms
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
LONGEST_TASK_MS = 200
# Long ago, so that no day is called today.
NOW_MS = parse_ms("2025-11-20T12:00:00Z")
TILES = "() => [...document.querySelectorAll('[data-tile]')].map((tile) => tile.dataset.tile)"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Of a reader who writes dates as in Britain."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


def record(times_ms: Iterable[int], cameras: int = 1) -> list[Recording]:
    return [Recording(at, n, f"home_cam{n % cameras}") for n, at in enumerate(times_ms)]


def open_list(page: Page, cloud: Cloud, stand_in: StandIn, query: str = "") -> None:
    """Signed in for real; then the stand-in answers."""
    sign_in(page, cloud)
    expect(page.get_by_label("Camera").first).to_be_visible()
    stand_in.answer(page)
    # A page that has loaded nothing before; only the tab's session is kept.
    page.goto("about:blank")
    page.goto(f"{cloud.ready['web']}/#/clips{query}")
    expect(page.locator("[data-tile]").first).to_be_visible()


@dataclass
class Read:
    """What a reader came past: tiles in their order, and every line that tells of empty days."""

    tiles: dict[str, None] = field(default_factory=dict[str, None])
    empty: set[str] = field(default_factory=set[str])


def scroll(page: Page, by_px: int, until: str) -> Read:
    """Wheels on to that end of the list, where these words must be."""
    read = Read()
    for _ in range(400):
        read.tiles.update(dict.fromkeys(page.evaluate(TILES)))
        read.empty.update(page.get_by_text("nothing on").all_inner_texts())
        if page.evaluate(at_end(by_px)) and page.get_by_text(until).count():
            return read
        page.mouse.wheel(0, by_px)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"scrolled 400 times without {until!r}")


def at_end(by_px: int) -> str:
    if by_px < 0:
        return "() => scrollY === 0"
    return "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2"


def sparse_month() -> StandIn:
    """30 days of which the first two and the last three have clips, two minutes apart."""
    days = [0, 1, 2, 28, 29]
    return StandIn(record(NOW_MS - day * DAY_MS - n * 120_000 for day in days for n in range(90)))


def test_25_empty_days_are_scrolled_over_both_ways(cloud: Cloud, page: Page) -> None:
    stand_in = sparse_month()
    open_list(page, cloud, stand_in, "?view=clips")
    down = scroll(page, 900, "That is everything.")
    assert list(down.tiles) == stand_in.newest_first()
    assert [re.sub(".*: ", "", told) for told in down.empty] == ["nothing on 25 days"]
    up = scroll(page, -900, "20 November")
    assert set(up.tiles) == set(down.tiles)
    pages = [query for path, query in stand_in.asked if path == "/v1/clips" and "cursor" in query]
    assert len(pages) == len({json.dumps(query) for query in pages})


def test_a_list_opened_in_an_empty_stretch_goes_both_ways(cloud: Cloud, page: Page) -> None:
    stand_in = sparse_month()
    open_list(page, cloud, stand_in, "?view=clips&at=2025-11-05T00:00:00Z")
    # The day before the moment is what one sees; what is newer stands above it.
    expect(page.get_by_role("heading", name="23 October")).to_be_in_viewport()
    up = scroll(page, -900, "20 November")
    down = scroll(page, 900, "That is everything.")
    assert list(down.tiles) == stand_in.newest_first()
    assert set(up.tiles) <= set(down.tiles)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"])
def test_every_reader_reads_the_time_of_the_place(
    cloud: Cloud, chromium: Browser, zone: str
) -> None:
    # Before and after midnight, and the hour that came twice on 26 October.
    times = [
        "2025-10-26T00:30:00Z",
        "2025-10-26T01:30:00Z",
        "2025-11-18T22:59:00Z",
        "2025-11-18T23:30:00Z",
    ]
    context = chromium.new_context(timezone_id=zone, locale="en-GB")
    page = context.new_page()
    open_list(page, cloud, StandIn(record(map(parse_ms, times))))
    expect(page.get_by_text("CET, Europe/Berlin: time at Home")).to_be_visible()
    days = {
        section.get_by_role("heading").inner_text().replace(",", ""): section.locator(
            "li time"
        ).all_inner_texts()
        for section in page.locator("section:has(> ul)").all()
    }
    assert days == {
        "Wednesday 19 November 2025": ["00:30"],
        "Tuesday 18 November 2025": ["23:59"],
        "Sunday 26 October 2025": ["02:30", "02:30"],
    }
    context.close()


def test_100_000_clips_scroll_smoothly(cloud: Cloud, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    stand_in = StandIn(record((NOW_MS - n * 75_000 for n in range(100_000)), cameras=14))
    open_list(page, cloud, stand_in)
    asked = len(stand_in.asked)
    chromium.start_tracing(page=page, categories=["toplevel"])
    for by_px in [2500] * 80 + [-2500] * 40:
        page.mouse.wheel(0, by_px)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    longest_ms = longest_task_ms(json.loads(chromium.stop_tracing()))
    # There was something to do: pages were fetched, and what was far away was forgotten.
    assert len(stand_in.asked) - asked > 20
    assert 0 < longest_ms < LONGEST_TASK_MS
    assert page.evaluate("document.querySelectorAll('*').length") < 5000
    context.close()


def longest_task_ms(trace: dict[str, Any]) -> float:
    """Of the page's main thread, in time that it worked: others may have the processor, too."""
    events = trace["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return max(
        event.get("tdur", 0) / 1000
        for event in events
        if (event["pid"], event.get("tid")) in mains and event["name"].endswith("RunTask")
    )


def test_a_filter_is_an_address_that_others_open(
    cloud: Cloud, chromium: Browser, page: Page
) -> None:
    stand_in = StandIn(record((NOW_MS - n * HOUR_MS for n in range(200)), cameras=2))
    open_list(page, cloud, stand_in)
    line = page.get_by_role("combobox", name="Search")
    line.fill("camera:attic")
    line.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("names a camera that is not there")
    line.fill("camera:cam1 before:2025-11-18 kin")
    line.press("ArrowDown")
    line.press("Enter")
    expect(line).to_have_value("camera:cam1 before:2025-11-18 kind:")
    line.press_sequentially("st")
    page.get_by_role("option", name="kind:still").click()
    line.press("Enter")
    expect(page).to_have_url(
        re.compile(r"camera=home_cam1&kind=still&before=2025-11-17T23:00:00.000Z$")
    )
    for words in ("Cam1", "Stills", "until 18 Nov 2025"):
        expect(page.get_by_role("button", name=f"Remove {words}")).to_be_visible()
    expect(page.locator("[data-tile]").first).to_be_visible()
    tiles = page.evaluate(TILES)
    wanted = {
        recording.id
        for recording in stand_in.recordings
        if recording.camera == "home_cam1"
        and recording.kind == "still"
        and recording.at_ms < parse_ms("2025-11-17T23:00:00Z")
    }
    assert tiles
    assert set(tiles) <= wanted

    phone = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB"
    )
    theirs = phone.new_page()
    open_list(theirs, cloud, stand_in, page.url[page.url.index("?") :])
    assert set(theirs.evaluate(TILES)) <= wanted
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
    theirs.get_by_role("button", name="Remove Stills").click()
    expect(theirs.get_by_role("combobox", name="Search")).to_have_value(
        "camera:cam1 before:2025-11-18"
    )
    phone.close()


def test_the_calendar_leads_to_a_day(cloud: Cloud, page: Page) -> None:
    stand_in = StandIn(record(NOW_MS - n * 6 * HOUR_MS for n in range(60)))
    stand_in.seen.update(stand_in.newest_first()[10:])
    open_list(page, cloud, stand_in)
    page.get_by_role("button", name="Calendar").click()
    seen_day = page.get_by_role("button", name="Monday 10 November, 4 clips, 0 unseen")
    expect(seen_day).to_be_visible()
    expect(
        page.get_by_role("button", name=re.compile("18 November, 4 clips, [1-4] unseen"))
    ).to_be_visible()
    seen_day.click()
    expect(page.get_by_role("heading", name="10 November")).to_be_in_viewport()
    page.get_by_role("button", name="Newest").click()
    expect(page.get_by_role("heading", name="20 November")).to_be_in_viewport()


def test_what_was_seen_is_marked_on_every_device_and_can_be_taken_back(
    cloud: Cloud, page: Page, tmp_path: Path
) -> None:
    names = ("marked-first.mkv", "marked-second.mkv")
    for name in names:
        cloud.upload(2, name, clip_bytes(tmp_path, Colour.BLUE))
    ids = [wait_for_clip(cloud, 2, name) for name in names]
    camera = cloud.camera(2)["id"]
    sign_in(page, cloud)
    expect(page.get_by_label("Camera").first).to_be_visible()
    page.goto(f"{cloud.ready['web']}/#/clips?camera={camera}&view=clips")
    tiles = [page.locator(f'[data-tile="{clip_id}"]') for clip_id in ids]
    for tile in tiles:
        expect(tile.get_by_text("unseen")).to_have_count(1)
    tiles[0].locator("a").first.click(modifiers=["Control"])
    tiles[1].locator("a").first.focus()
    page.keyboard.press("x")
    expect(page.get_by_text("2 clips selected")).to_be_visible()
    page.get_by_role("button", name="Mark as seen").click()
    expect(page.get_by_text("2 clips marked as seen")).to_be_visible()

    def seen_elsewhere(seen: bool) -> bool:
        with cloud.api(cloud.token()) as api:
            return all(api.get(f"/v1/clips/{clip_id}").json()["seen"] is seen for clip_id in ids)

    wait_for("the marks", 10, lambda: seen_elsewhere(True))
    for tile in tiles:
        expect(tile.get_by_text("unseen")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    wait_for("the marks to be gone", 10, lambda: seen_elsewhere(False))
    expect(tiles[0].get_by_text("unseen")).to_have_count(1)
