"""One laptop cloud for all journeys, real FTP clients, real media and a real browser."""

import contextlib
import ftplib
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.media import Colour, make_clip

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).parent / "vedette-local")
START_SECONDS = 90
STOP_SECONDS = 20
# Chromium's sandbox needs user namespaces, which root and most containers lack.
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def free_port_base() -> int:
    """The first of 60 ports nobody listens on; random, so that two runs do not meet."""
    bases = list(range(21000, 32000, 100))
    random.shuffle(bases)
    for base in bases:
        with contextlib.ExitStack() as held:
            try:
                for port in range(base, base + 60):
                    taken = held.enter_context(socket.socket())
                    taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            return base
    raise RuntimeError("no 60 free ports between 21000 and 32000")


def wait_for(what: str, seconds: float, look: Callable[[], T | None]) -> T:
    """The first true answer of `look`, asked ten times a second; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:g} s for {what}")


@dataclass(frozen=True)
class Login:
    email: str
    password: str


class Cloud:
    """A running laptop cloud, as a program sees it: its ready file and its command."""

    def __init__(self, ready_file: Path, process: subprocess.Popen[bytes]) -> None:
        self.ready_file = ready_file
        self.data = ready_file.parent / "data"
        self.process = process
        self.ready: dict[str, Any] = json.loads(ready_file.read_text("utf-8"))
        self.viewer = Login(**self.ready["login"])

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [COMMAND, *words, "--ready", str(self.ready_file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def token(self, login: Login | None = None) -> str:
        who = login or self.viewer
        return self.run("token", "--email", who.email, "--password", who.password)

    def add_viewer(self, email: str, site: str) -> Login:
        answer = self.run("viewer", "--email", email, "--site", site)
        return Login(email, answer.split()[-1])

    def api(self, token: str | None) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.ready["api"], headers=headers, timeout=30)

    def camera(self, number: int) -> dict[str, str]:
        return self.ready["ftp"]["cameras"][number]

    def upload(self, number: int, name: str, content: bytes) -> None:
        """Store a file as camera `number` does, with Python's FTP client."""
        camera = self.camera(number)
        with ftplib.FTP(encoding="utf-8") as ftp:
            ftp.connect(self.ready["ftp"]["host"], self.ready["ftp"]["port"], timeout=30)
            ftp.login(camera["user"], camera["password"])
            ftp.storbinary(f"STOR {name}", io.BytesIO(content))


def clips_of(client: httpx.Client, **query: str) -> list[dict[str, Any]]:
    """Every clip the caller may see, over all pages."""
    clips: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = client.get("/v1/clips", params={**query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        clips += answer.json()["items"]
        cursor = answer.json()["cursor"]
        if not cursor:
            return clips


@contextlib.contextmanager
def running_cloud(folder: Path) -> Generator[Cloud]:
    ready_file = folder / "ready.json"
    log = folder / "up.log"
    words = ["up", "--data", str(folder / "data"), "--ready", str(ready_file)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, *words, "--cameras", "0", "--port-base", str(free_port_base())],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )

        def answers() -> bool:
            assert process.poll() is None, log.read_text("utf-8")
            return ready_file.is_file()

        try:
            wait_for("the laptop cloud", START_SECONDS, answers)
            yield Cloud(ready_file, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            finally:
                process.kill()
    assert process.returncode == 0, log.read_text("utf-8")[-4000:]


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@pytest.fixture(scope="session")
def barn_viewer(cloud: Cloud) -> Login:
    return cloud.add_viewer("barn@example.com", "barn")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Gone with its file: while Playwright runs, its event loop is everybody's in this thread.

    Other tests that come after a journey in the same process would find that loop and break it.
    """
    program = shutil.which("chromium")
    assert program, "Chromium is missing: run setup/install test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, cloud: Cloud, login: Login | None = None) -> None:
    """From the web app through the sign-in page and back."""
    who = login or cloud.viewer
    page.goto(cloud.ready["web"])
    page.get_by_role("button", name="Sign in").first.click()
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.get_by_role("button", name="Sign in").click()


def clip_bytes(tmp_path: Path, colour: Colour) -> bytes:
    path = tmp_path / f"{colour.name}.mkv"
    make_clip(path, colour)
    return path.read_bytes()


def has_no_children(pid: int) -> bool:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return not children.exists() or not children.read_text("utf-8").split()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
