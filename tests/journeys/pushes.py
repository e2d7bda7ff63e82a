"""What our courier sends to a browser, as the browser's push service hands it over."""

import time
from collections.abc import Mapping
from functools import cached_property

from functions.notifications.courier import Courier
from functions.notifications.logic import content, messages
from functions.notifications.rows import Browser, Place
from functions.notifications.store.push_service import PushServices
from functions.notifications.store.table import NotificationTable
from functions.notifications.store.vapid import VapidKey
from tests.functions.notifications import browser

SERVICE = "https://updates.push.services.mozilla.com/wpush/v2/journey"


class _OneBrowser(NotificationTable):
    def __init__(self, known: Browser) -> None:
        self._known = known

    def read_browser(self, id: str) -> Browser | None:
        return self._known if id == self._known.id else None


class _PushService(PushServices):
    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def send(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> bool:
        assert (endpoint, headers["Content-Encoding"]) == (SERVICE, "aes128gcm")
        self.taken.append(body)
        return True


class _AnyKey(VapidKey):
    """Whoever has the push of our courier has let it pass already."""

    def __init__(self) -> None:
        """Without KMS."""

    @cached_property
    def public_key(self) -> bytes:
        return b"key"

    def sign(self, message: bytes) -> bytes:
        return b"signature of " + message[:8]


def write_push(clip: content.Clip, place: Place) -> str:
    """What a browser reads, after it has decrypted what the courier sent, of a new event."""
    now_s = int(time.time())
    reader = browser.Browser(SERVICE)
    keys = reader.subscription()["keys"]
    known = Browser("b", "p", SERVICE, keys["p256dh"], keys["auth"], "Chromium", now_s)
    service = _PushService()
    courier = Courier(
        _OneBrowser(known), service, _AnyKey(), None, "https://v.example", lambda: now_s
    )
    said = content.describe(clip, place, "en")
    courier.push(
        messages.Push(
            push_id=known.id,
            title=said.title,
            detail=said.detail,
            path=said.path,
            topic=clip.id,
            until_s=now_s,
        )
    )
    (body,) = service.taken
    return reader.read(body).decode()
