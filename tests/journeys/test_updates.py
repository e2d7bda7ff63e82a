"""notifications: open lists are told of new clips, each reader of the own cameras."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocketRoute, expect

from tests.journeys.conftest import Cloud, Login, sign_in, wait_for
from tests.journeys.test_clips import wait_for_clip
from tests.media import Colour, make_clip

WITHIN_MS = 30_000
# More than two of the rounds in which a list asks that nobody tells.
QUIET_S = 11
# A fetch that a message causes follows it within half a second; a busy computer takes longer.
AT_ONCE_S = 4
PORCH, GARDEN = 0, 1
BROKER = re.compile(r"/mqtt\?x-amz-customauthorizer-name=")
NEW_CLIPS = re.compile(r"/v1/clips\?")


@dataclass
class Reader:
    """A signed-in browser with the clips of home, and what goes over its wires."""

    page: Page
    asked_s: list[float] = field(default_factory=list[float])
    heard: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._note_message))

    def _note_request(self, request: Request) -> None:
        if NEW_CLIPS.search(request.url):
            self.asked_s.append(time.monotonic())

    def _note_message(self, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        self.heard.append((time.monotonic(), text))

    def open(self, cloud: Cloud, login: Login | None = None) -> None:
        sign_in(self.page, cloud, login)
        expect(self.page.get_by_label("Camera").first).to_be_visible(timeout=WITHIN_MS)
        self.page.goto(f"{cloud.ready['web']}/#/clips?site=home&view=clips")
        expect(self.page.locator("[data-clip-id]").first).to_be_visible(timeout=WITHIN_MS)

    def wait_until_quiet(self) -> None:
        """Until it does not ask by itself any more."""
        deadline = time.monotonic() + 120
        while time.monotonic() - max(self.asked_s, default=0) < QUIET_S:
            assert time.monotonic() < deadline, "the list goes on asking"
            self.page.wait_for_timeout(500)

    def shows(self, clip_id: str) -> None:
        tile = self.page.locator(f'[data-clip-id="{clip_id}"]')
        expect(tile).to_be_visible(timeout=WITHIN_MS)

    def heard_of(self, clip_id: str) -> list[float]:
        """When it was told of a clip."""
        return [at_s for at_s, text in self.heard if clip_id in text]


class Films:
    """Each is another: the gateway takes what a camera sent before for a repetition."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def make(self) -> bytes:
        self._made += 1
        path = self._folder / f"{self._made}.mkv"
        # Of a size that no other test has.
        make_clip(path, Colour.RED, seconds=1 + self._made / 10, width=352, height=208)
        return path.read_bytes()


@pytest.fixture(scope="module")
def films(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Films:
    """Both cameras have a clip already, so that their lists exist."""
    made = Films(tmp_path_factory.mktemp("updates"))
    for number in (PORCH, GARDEN):
        cloud.upload(number, "updates.mkv", made.make())
    for number in (PORCH, GARDEN):
        wait_for_clip(cloud, number, "updates.mkv")
    return made


@pytest.fixture
def guest(cloud: Cloud) -> Login:
    """An owner of barn who is a guest at home, for the porch alone."""
    login = cloud.add_viewer("listener@example.com", "barn")
    with cloud.api(cloud.token()) as api:
        part = {"email": login.email, "role": "guest", "cameras": ["porch"]}
        assert api.post("/v1/sites/home/members", json=part).status_code == 200
    return login


@pytest.fixture
def readers(chromium: Browser) -> Iterator[tuple[Reader, Reader]]:
    with chromium.new_context() as one, chromium.new_context() as another:
        yield Reader(one.new_page()), Reader(another.new_page())


def upload(page: Page, cloud: Cloud, number: int, name: str, films: Films) -> str:
    """The clip's id; what the browser does meanwhile is noted when it happens."""
    cloud.upload(number, name, films.make())
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait_for_clip, cloud, number, name)
        while not waiting.done():
            page.wait_for_timeout(20)
        return waiting.result()


def test_lists_are_told_of_new_clips_and_each_reader_of_the_own_cameras(
    cloud: Cloud, films: Films, guest: Login, readers: tuple[Reader, Reader]
) -> None:
    owner, visitor = readers
    owner.open(cloud)
    visitor.open(cloud, guest)
    owner.wait_until_quiet()
    visitor.wait_until_quiet()
    since_s = time.monotonic()

    of_garden = upload(owner.page, cloud, GARDEN, "told-garden.mkv", films)
    owner.shows(of_garden)
    (told_s,) = owner.heard_of(of_garden)[:1]
    first_s = next(at_s for at_s in owner.asked_s if at_s > since_s)
    assert told_s <= first_s < told_s + AT_ONCE_S, "nothing was asked before it was told"

    of_porch = upload(owner.page, cloud, PORCH, "told-porch.mkv", films)
    for reader in readers:
        reader.shows(of_porch)
        assert reader.heard_of(of_porch)
    first_s = next(at_s for at_s in visitor.asked_s if at_s > since_s)
    assert visitor.heard_of(of_porch)[0] <= first_s, "the garden's clip changed nothing here"
    assert visitor.heard_of(of_garden) == []


def test_without_the_broker_a_list_asks_by_itself_and_says_nothing(
    cloud: Cloud, films: Films, page: Page
) -> None:
    open_sockets: list[WebSocketRoute] = []
    gone = False

    def connect(socket: WebSocketRoute) -> None:
        if gone:
            socket.close()
            return
        socket.connect_to_server()
        open_sockets.append(socket)

    page.route_web_socket(BROKER, connect)
    reader = Reader(page)
    reader.open(cloud)
    reader.wait_until_quiet()
    assert open_sockets, "it was told"

    gone = True
    for socket in open_sockets:
        socket.close()
    before = len(reader.asked_s)
    reader.shows(upload(page, cloud, PORCH, "polled.mkv", films))
    wait_for(
        "several rounds", 30, lambda: page.wait_for_timeout(100) or len(reader.asked_s) > before + 2
    )
    assert "".join(page.get_by_role("alert").all_inner_texts()).strip() == ""
