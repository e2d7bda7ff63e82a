"""sites: groups that two people edit at once, and a guest who sees one camera."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Cloud, Login, clip_bytes, sign_in
from tests.journeys.looks import run_axe, wait_until_loaded
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour

WITHIN_MS = 30_000
GUEST = "guest@example.com"
PASSWORD = "Fine-Weather-2026!"


@pytest.fixture(scope="module")
def clips(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A clip of the porch and one of the garden, by camera."""
    content = clip_bytes(tmp_path_factory.mktemp("clips"), Colour.BLUE)
    for number in (0, 1):
        cloud.upload(number, "belonging.mkv", content)
    return {
        cloud.camera(number)["id"]: wait_for_clip(cloud, number, "belonging.mkv")
        for number in (0, 1)
    }


def open_page(page: Page, cloud: Cloud, path: str, title: str) -> None:
    page.goto(f"{cloud.ready['web']}/#/{path}")
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=WITHIN_MS)


def come_in(page: Page, cloud: Cloud, login: Login | None = None) -> None:
    sign_in(page, cloud, login)
    expect(page.get_by_label("Camera").first).to_be_visible(timeout=WITHIN_MS)


def edit(page: Page, cloud: Cloud, group: str) -> Locator:
    open_page(page, cloud, "sites/home", "Groups of cameras")
    page.get_by_role("button", name=f"Edit {group}").click(timeout=WITHIN_MS)
    return page.get_by_role("form", name="Group of cameras")


def test_a_group_is_made_filters_the_list_and_loses_no_editor_s_change(
    cloud: Cloud, clips: dict[str, str], page: Page, chromium: Browser
) -> None:
    come_in(page, cloud)
    open_page(page, cloud, "sites/home", "Groups of cameras")
    page.get_by_role("button", name="New group").click(timeout=WITHIN_MS)
    form = page.get_by_role("form", name="Group of cameras")
    form.get_by_label("Name").fill("Entrance")
    form.get_by_label("Porch").check()
    form.get_by_role("button", name="Save").click()
    link = page.get_by_role("link", name="Entrance")
    expect(link).to_be_visible(timeout=WITHIN_MS)

    query = (link.get_attribute("href") or "").partition("?")[2]
    open_page(page, cloud, f"clips?{query}&view=clips", "Clips")
    expect(page.locator(f'[data-clip-id="{clips["home_porch"]}"]')).to_be_visible(timeout=WITHIN_MS)
    expect(page.locator(f'[data-clip-id="{clips["home_garden"]}"]')).to_have_count(0)
    expect(page.get_by_role("combobox", name="Camera")).to_have_value(re.compile("^home/"))
    gone = re.sub("group=[^&]*", "group=gone", query)
    page.goto(f"{cloud.ready['web']}/#/clips?{gone}")
    told = page.get_by_role("alert").filter(has_text="This group is not there")
    expect(told).to_be_visible(timeout=WITHIN_MS)

    with chromium.new_context() as elsewhere:
        other = elsewhere.new_page()
        come_in(other, cloud)
        first, second = edit(page, cloud, "Entrance"), edit(other, cloud, "Entrance")
        first.get_by_label("Garden").check()
        first.get_by_role("button", name="Save").click()
        expect(first).to_be_hidden(timeout=WITHIN_MS)
        second.get_by_label("Name").fill("Way in")
        second.get_by_role("button", name="Save").click()
        asked = other.get_by_role("dialog", name="Somebody else changed this meanwhile")
        expect(asked).to_contain_text("Entrance: Garden, Porch", timeout=WITHIN_MS)
        asked.get_by_role("button", name="Save mine").click()
        expect(other.get_by_role("link", name="Way in")).to_be_visible(timeout=WITHIN_MS)
    with cloud.api(cloud.token()) as api:
        groups = api.get("/v1/sites/home/groups").json()["items"]
    assert [(group["name"], group["cameras"]) for group in groups] == [
        ("Way in", ["garden", "porch"])
    ]


def test_an_invited_guest_sees_one_camera(cloud: Cloud, clips: dict[str, str], page: Page) -> None:
    with cloud.api(cloud.token()) as api:
        part = {"email": GUEST, "role": "guest", "cameras": ["porch"]}
        assert api.post("/v1/sites/home/members", json=part).status_code == 200
    text = cloud.run("mail", "--to", GUEST)
    letter = re.search(r"^(http\S+)$.*Passwort: (\S+)$", text, re.DOTALL | re.MULTILINE)
    assert letter, text
    page.goto(letter[1])
    page.get_by_role("button", name="Sign in").first.click()
    page.get_by_label("Email").fill(GUEST)
    page.get_by_label("Password").fill(letter[2])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("Repeat the new password").fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page.get_by_label("Camera").first).to_be_visible(timeout=WITHIN_MS)

    with page.expect_response("**/v1/clips?*camera=home_garden*") as answer:
        open_page(page, cloud, "clips?camera=home_garden", "Clips")
    assert answer.value.status == 404
    told = page.get_by_role("alert").filter(has_text="there is no such camera")
    expect(told).to_be_visible(timeout=WITHIN_MS)
    open_page(page, cloud, "clips?view=clips", "Clips")
    expect(page.locator(f'[data-clip-id="{clips["home_porch"]}"]')).to_be_visible(timeout=WITHIN_MS)
    expect(page.locator(f'[data-clip-id="{clips["home_garden"]}"]')).to_have_count(0)


@pytest.mark.usefixtures("clips")
def test_what_one_is_told_of_is_chosen_and_kept(cloud: Cloud, page: Page) -> None:
    come_in(page, cloud, cloud.add_viewer("told@example.com", "home"))
    open_page(page, cloud, "me", "Notifications")
    section = page.get_by_role("region", name="Notifications")
    choose(page, section.get_by_text("By e-mail"))
    choose(page, section.get_by_label("Nothing is told in them"))
    page.reload()
    expect(section.get_by_label("From")).to_have_value("22:00", timeout=WITHIN_MS)
    wait_until_loaded(page)
    assert run_axe(page) == []
    choose(page, section.get_by_text("Not at all"))


def choose(page: Page, choice: Locator) -> None:
    """Takes a choice of the profile, and waits until it is kept."""
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        choice.click(timeout=WITHIN_MS)
    assert saved.value.status == 200
