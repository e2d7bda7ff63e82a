"""statistics: what was recorded when, stored and paid, on a page that says it in words as well."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from ulid import ULID

from contract import names
from tests.journeys.aws import gateway_of, put
from tests.journeys.conftest import Cloud, sign_in, wait_for

SEEN_SECONDS = 60
CAMERA = "home_tower"
# Nine days back, so that no other journey's clips are among them.
CLIPS_BY_DAY = {9: 1, 8: 3, 7: 0, 6: 2}


@pytest.fixture(scope="module")
def tower(cloud: Cloud) -> dict[str, int]:
    """Clips of a camera of its own, by UTC date; all of 06:20."""
    gateway = gateway_of(cloud, "home")
    today = datetime.now(UTC).replace(hour=6, minute=20, second=0, microsecond=0)
    dates: dict[str, int] = {}
    for days, count in CLIPS_BY_DAY.items():
        for number in range(count):
            moment = today - timedelta(days=days) + timedelta(seconds=number)
            dates[str(moment.date())] = count
            recorded_at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            year, month, day = recorded_at[:10].split("-")
            fields: dict[str, str | int] = {
                "kind": "clip",
                "recorded_at": recorded_at,
                "received_at": recorded_at,
                "duration_ms": 60_000,
            }
            key = names.format_object_key(
                "home", "tower", year, month, day, str(ULID()), "original", "mp4"
            )
            put(gateway, key, b"not played", names.encode_clip(fields), "video/mp4")
    with cloud.api(cloud.token()) as api:

        def counted() -> bool:
            answer = api.get("/v1/statistics", params={"site": "home", "zone": "UTC"})
            cameras = {each["id"]: each["clips"] for each in answer.json()["cameras"]}
            return cameras.get(CAMERA) == sum(CLIPS_BY_DAY.values())

        wait_for("every clip to be counted", SEEN_SECONDS, counted)
    return dates


def test_calendar_and_timeline_tell_of_the_same_clips(cloud: Cloud, tower: dict[str, int]) -> None:
    with cloud.api(cloud.token()) as api:
        asked = {"site": "home", "camera": CAMERA}
        counted: dict[str, int] = {}
        for month in sorted({date[:7] for date in tower}):
            answer = api.get("/v1/days", params={**asked, "month": month}).json()
            counted |= {day["date"]: day["clips"] for day in answer["items"]}
        assert counted == tower
        first = min(tower)
        after = datetime.fromisoformat(first).replace(tzinfo=UTC)
        span = {
            "after": after.isoformat(),
            "before": (after + timedelta(days=4)).isoformat(),
        }
        (camera,) = api.get("/v1/timeline", params={**asked, **span}).json()["cameras"]
        assert {each["at"][:10]: each["clips"] for each in camera["buckets"]} == tower
        assert {each["at"][11:] for each in camera["buckets"]} == {"06:15:00.000Z"}
        (silent,) = (
            each["silent"]
            for each in api.get("/v1/cameras").json()["items"]
            if each["id"] == CAMERA
        )
        assert silent is True


@pytest.mark.usefixtures("tower")
def test_the_page_says_what_its_charts_show(cloud: Cloud, page: Page) -> None:
    sign_in(page, cloud)
    page.get_by_role("link", name="Statistics").click()
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible(timeout=30_000)
    tower = page.get_by_role("row").filter(has=page.get_by_role("link", name="Tower"))
    expect(tower.get_by_role("cell")).to_have_text(
        ["6", "6 minutes", "60 B", re.compile("^[23] B$"), re.compile(r"^< \S*0\.01$")],
        timeout=30_000,
    )
    by_day = page.get_by_role("region", name="Clips by day")
    by_day.get_by_text("As a table").press("Enter")
    expect(by_day.get_by_role("table", name="Clips by day").get_by_role("row")).to_have_count(31)
    page.get_by_text("7 days", exact=True).click()
    expect(by_day.get_by_role("row")).to_have_count(8)
    assert page.url.endswith("#/statistics?days=7")
    page.reload()
    expect(page.get_by_role("radio", name="7 days")).to_be_checked(timeout=30_000)
