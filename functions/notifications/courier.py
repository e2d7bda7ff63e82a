"""Brings one notification to one browser or mailbox."""

import json
from collections.abc import Callable

from functions.notifications.logic import push
from functions.notifications.logic.messages import Letter, Push
from functions.notifications.store.encryption import encrypt
from functions.notifications.store.mail import Mail
from functions.notifications.store.push_service import PushServices
from functions.notifications.store.table import NotificationTable
from functions.notifications.store.vapid import VapidKey

# A token is asked of KMS once for this long and push service.
_TOKEN_KEPT_S = 3600


class Courier:
    """Sends; what fails is raised, and the queue brings it again."""

    def __init__(
        self,
        table: NotificationTable,
        services: PushServices,
        key: VapidKey,
        mail: Mail | None,
        web_url: str,
        now_s: Callable[[], int],
    ) -> None:
        self._table = table
        self._services = services
        self._key = key
        self._mail = mail
        self._web_url = web_url
        self._now_s = now_s
        self._tokens: dict[str, tuple[int, bytes, bytes]] = {}

    def push(self, message: Push) -> dict[str, str]:
        """Raises Unavailable, and Rejected "push_refused". Returns what the log should say."""
        said = {"push_id": message.push_id, "clip_id": message.topic}
        browser = self._table.read_browser(message.push_id)
        now_s = self._now_s()
        if browser is None or now_s > message.until_s:
            return {**said, "sent": "no", "why": "late" if browser else "unsubscribed"}
        text = {
            "title": message.title,
            "body": message.detail,
            "path": message.path,
            "tag": message.topic,
        }
        body = encrypt(
            json.dumps(text, ensure_ascii=False).encode(),
            push.decode(browser.p256dh),
            push.decode(browser.auth),
        )
        claims, signature = self._token(push.origin_of(browser.endpoint), now_s)
        headers = push.make_headers(claims, signature, self._key.public_key, message.topic)
        if self._services.send(browser.endpoint, body, headers):
            return {**said, "sent": "yes"}
        # Unless the browser has renewed it in the meantime.
        self._table.remove_browser(browser.id, p256dh=browser.p256dh)
        return {**said, "sent": "no", "why": "gone"}

    def post(self, letter: Letter) -> dict[str, str]:
        """Raises Unavailable. Returns what the log should say."""
        if self._mail is None or self._now_s() > letter.until_s:
            return {"letter": "no", "why": "late" if self._mail else "no sender"}
        self._mail.send(letter.to, letter.subject, letter.text)
        return {"letter": "yes"}

    def _token(self, audience: str, now_s: int) -> tuple[bytes, bytes]:
        made_s, claims, signature = self._tokens.get(audience, (0, b"", b""))
        if now_s - made_s >= _TOKEN_KEPT_S:
            claims = push.write_claims(audience, self._web_url, now_s)
            signature = self._key.sign(claims)
            self._tokens[audience] = (now_s, claims, signature)
        return claims, signature
