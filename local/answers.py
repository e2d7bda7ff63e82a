"""Whether everything that the ready file names answers as it should."""

import ftplib
import threading
import time

import httpx

from local.children import Child
from local.ready import Ready
from local.refusal import Refusal

_SECONDS_MAX = 45.0


def wait_for_answers(ready: Ready, children: list[Child], over: threading.Event) -> None:
    """Until every part answers as it should. Raises Refusal when one does not."""
    deadline = time.monotonic() + _SECONDS_MAX
    missing = "everything"
    with httpx.Client(trust_env=False, timeout=5) as client:
        while not over.is_set():
            check_running(children)
            missing = _first_missing(ready, client)
            if not missing:
                return
            if time.monotonic() > deadline:
                raise Refusal(f"{missing} does not answer; see {ready.data}/logs")
            over.wait(0.1)


def _first_missing(ready: Ready, client: httpx.Client) -> str:
    wanted = (
        ("the web app", f"{ready.web}/", 200),
        ("the web app's config.json", f"{ready.web}/config.json", 200),
        ("the API", f"{ready.api}/v1/sites", 401),
        ("the API behind the web app", f"{ready.web}/v1/sites", 401),
        ("the sign-in page", f"{ready.cognito.login_url}/error", 400),
        ("the gateway", ready.gateway.status_url, 200),
    )
    for name, url, status in wanted:
        try:
            if client.get(url).status_code != status:
                return f"{name} ({url})"
        except httpx.TransportError:
            return f"{name} ({url})"
    try:
        with ftplib.FTP() as ftp:
            ftp.connect(ready.ftp.host, ready.ftp.port, timeout=5)
    except (OSError, ftplib.Error):
        return "the FTP server"
    return ""


def check_running(children: list[Child]) -> None:
    """Raises Refusal for one that has ended."""
    for child in children:
        if not child.is_running:
            raise Refusal(f"the {child.name} ended: {child.last_words()} (see {child.log})")
