"""web: installed as an app, without a connection, signed out, and told of a clip."""

from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from functions.notifications.logic.content import Clip
from functions.notifications.rows import Place
from tests.journeys.conftest import Cloud, clip_bytes, sign_in, wait_for
from tests.journeys.pushes import write_push
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour

# What the page has kept for when there is no connection; null before there is anything.
KEPT = """async () => {
  if (!(await caches.has("last-list"))) return null;
  const list = await (await caches.open("last-list")).match("/last-list.json");
  return list === undefined ? null : list.json();
}"""
# Whether a worker answers for this page; from then on it starts without a connection.
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
SEEN_MS = 30_000
SAW_LAST = "What you saw last"
# What this browser shows of our app at this moment.
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({title, body, tag}) => ({title, body, tag}));
}"""
# The worker is told that somebody clicked. Only a browser makes events that may wait and may bring
# a window forward, so the work is waited for here, and the tab stays where it is.
CLICK = """async () => {
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent("notificationclick", {notification});
  const work = [];
  event.waitUntil = (promise) => work.push(promise);
  self.dispatchEvent(event);
  await Promise.all(work);
}"""
DRAWN = "(image) => image.complete && image.naturalWidth > 0"


def read_kept(page: Page, clip_id: str) -> dict[str, Any] | None:
    """The kept list, once the clip is in it and every picture it tells of is stored."""
    kept = page.evaluate(KEPT)
    if kept is None:
        return None
    pictures = {clip["id"]: clip["picture"] for clip in kept["clips"]}
    return kept if pictures.get(clip_id) else None


def test_the_last_list_is_there_without_a_connection_until_its_reader_signs_out(
    cloud: Cloud, context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    cloud.upload(0, "last.mkv", clip_bytes(tmp_path, Colour.GREEN))
    clip_id = wait_for_clip(cloud, 0, "last.mkv")
    sign_in(page, cloud)
    shown = page.locator(f'[data-clip-id="{clip_id}"]')
    expect(shown).to_be_visible(timeout=SEEN_MS)
    wait_for("the service worker", 30, lambda: page.evaluate(CONTROLLED))
    kept = wait_for("the list and its pictures", 30, lambda: read_kept(page, clip_id))
    assert "Signature" not in str(kept)

    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name=SAW_LAST)).to_be_visible(timeout=SEEN_MS)
    picture = page.locator(f'[data-last-clip-id="{clip_id}"] img')
    wait_for("its picture", 30, lambda: picture.evaluate(DRAWN))

    # Opened anew as an app, the tab's session is gone; the reader has not signed out.
    other = context.new_page()
    other.goto(cloud.ready["web"])
    wait_for("it there", 30, lambda: other.locator(f'[data-last-clip-id="{clip_id}"]').count())
    other.close()

    context.set_offline(False)
    expect(shown).to_be_visible(timeout=SEEN_MS)
    # To the sign-in service, which leads back.
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").first.click()
    sign_in_button = page.get_by_role("button", name="Sign in")
    expect(sign_in_button).to_be_visible(timeout=SEEN_MS)
    assert page.evaluate(KEPT) is None
    context.set_offline(True)
    page.reload()
    expect(sign_in_button).to_be_visible(timeout=SEEN_MS)
    expect(page.get_by_role("heading", name=SAW_LAST)).to_have_count(0)


def test_it_can_be_installed_and_what_starts_it_is_never_stale(cloud: Cloud) -> None:
    with httpx.Client(base_url=cloud.ready["web"]) as web:
        for path in ("/", "/service_worker.js", "/config.json", "/manifest.webmanifest"):
            assert web.get(path).headers["cache-control"] == "no-cache", path
        manifest = web.get("/manifest.webmanifest")
        assert manifest.headers["content-type"].startswith("application/manifest+json")
        assert manifest.json()["display"] == "standalone"
        for icon in manifest.json()["icons"]:
            assert web.get(icon["src"]).headers["content-type"] == "image/png"


class PushService:
    """Hands pushes to our service worker, as Chromium does with what Google's servers bring."""

    def __init__(self, page: Page, origin: str) -> None:
        self._session: Any = page.context.new_cdp_session(page)
        self._origin = origin
        self._found: list[str] = []
        self._session.on("ServiceWorker.workerRegistrationUpdated", self._take)
        self._session.send("ServiceWorker.enable")
        self._registration = wait_for("the registration", 30, self._look)

    def deliver(self, text: str) -> None:
        pushed = {"origin": self._origin, "registrationId": self._registration, "data": text}
        self._session.send("ServiceWorker.deliverPushMessage", pushed)

    def _take(self, told: dict[str, Any]) -> None:
        self._found += [each["registrationId"] for each in told["registrations"]]

    def _look(self) -> str | None:
        # Each command also lets in what has come from the browser.
        self._session.send("Runtime.evaluate", {"expression": "0"})
        return self._found[0] if self._found else None


def test_a_push_is_shown_once_for_its_event_and_a_click_opens_the_clip(
    cloud: Cloud, context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    cloud.upload(0, "pushed.mkv", clip_bytes(tmp_path, Colour.RED))
    clip_id = wait_for_clip(cloud, 0, "pushed.mkv")
    with cloud.api(cloud.token()) as api:
        recorded_at = api.get(f"/v1/clips/{clip_id}").json()["recorded_at"]
    origin = cloud.ready["web"].rstrip("/")
    context.grant_permissions(["notifications"], origin=origin)
    sign_in(page, cloud)
    wait_for("the service worker", 30, lambda: page.evaluate(CONTROLLED))
    service = PushService(page, origin)

    def deliver(camera: str) -> None:
        clip = Clip(clip_id, "home", camera, "clip", recorded_at)
        service.deliver(write_push(clip, Place("Lake house", "Europe/Berlin")))

    def wait_until_shown(title: str) -> None:
        def look() -> bool:
            return [each["title"] for each in page.evaluate(SHOWN)] == [title]

        wait_for(title, 30, look)

    deliver("porch")
    wait_until_shown("Motion: porch")
    (shown,) = page.evaluate(SHOWN)
    assert shown["tag"] == clip_id
    assert shown["body"].startswith("Lake house, ")
    # Told again of the same event, as by a queue that brings its messages twice.
    deliver("garden")
    wait_until_shown("Motion: garden")

    context.service_workers[0].evaluate(CLICK)
    assert page.evaluate(SHOWN) == []
    expect(page).to_have_url(f"{origin}/#/clips/{clip_id}", timeout=SEEN_MS)
    expect(page.get_by_label("Video from").first).to_be_visible(timeout=SEEN_MS)
