"""The routes of notifications: the browsers of a person that take pushes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Path
from pydantic import WithJsonSchema

from contract import names
from functions.edge.http import read_claims
from functions.edge.routing import add_routes
from functions.errors import Rejected
from functions.membership import read_person
from functions.notifications import models
from functions.notifications.logic import push
from functions.notifications.rows import Browser
from functions.notifications.store.encryption import read_point
from functions.notifications.store.table import NotificationTable
from functions.notifications.store.vapid import VapidKey

PushId = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{32}$"}),
    Path(description="Id of a browser.", examples=["5f2b0c4e9a7d4c1e8b3f6a5d4c3b2a19"]),
]


class NotificationRoutes:
    """Each public method is one route; every one is about the caller alone."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        table: NotificationTable,
        key: VapidKey,
        services: Sequence[str],
        mail_sender: str | None,
        now_s: Callable[[], int],
    ) -> None:
        self._app = app
        self._table = table
        self._key = key
        self._services = services
        self._mail_sender = mail_sender
        self._now_s = now_s
        subscriptions = "/v1/me/push-subscriptions"
        add_routes(
            app,
            "notifications",
            ("GET", "/v1/me/push-key", "What a browser needs to take pushes", self.read_push_key),
            ("GET", subscriptions, "Your browsers that take pushes", self.list_browsers),
            ("PUT", subscriptions, "Push to this browser", self.put_browser),
            ("DELETE", f"{subscriptions}/<id>", "Push no more to a browser", self.remove_browser),
        )

    def read_push_key(self) -> models.PushKey:
        self._person()
        return models.PushKey(key=push.encode(self._key.public_key), mail_sender=self._mail_sender)

    def list_browsers(self) -> models.PushSubscriptionList:
        browsers = self._table.list_browsers(self._person())
        return models.PushSubscriptionList(items=[_show(browser) for browser in browsers])

    def put_browser(
        self, subscription: Annotated[models.NewPushSubscription, Body()]
    ) -> models.PushSubscription:
        person, now_s = self._person(), self._now_s()
        endpoint = push.check_endpoint(subscription.endpoint, self._services)
        _check_keys(subscription.keys)
        browser = Browser(
            id=push.identify(endpoint),
            person=person,
            endpoint=endpoint,
            p256dh=subscription.keys.p256dh,
            auth=subscription.keys.auth,
            label=subscription.label,
            created_s=now_s,
        )
        self._table.put_browser(browser, now_s)
        # The oldest give way: browsers that were thrown away never say so.
        others = [each for each in self._table.list_browsers(person) if each.id != browser.id]
        too_many = max(0, len(others) + 1 - names.NOTIFICATIONS_BROWSERS_PER_PERSON_MAX)
        for old in others[:too_many]:
            self._table.remove_browser(old.id, person=person)
        return _show(browser)

    def remove_browser(self, id: PushId) -> models.RemovedPushSubscription:
        person = self._person()
        try:
            names.check_push_id(id)
        except ValueError:
            raise Rejected("not_found", "there is no such browser") from None
        # A browser that is gone, or another's, is answered alike: it gets no pushes of the caller.
        self._table.remove_browser(id, person=person)
        return models.RemovedPushSubscription(id=id)

    def _person(self) -> str:
        return read_person(read_claims(self._app.current_event.raw_event))


def _check_keys(keys: models.BrowserKeys) -> None:
    push.check_keys(keys.p256dh, keys.auth)
    try:
        read_point(push.decode(keys.p256dh))
    except ValueError:
        raise Rejected("bad_keys", "keys: p256dh is not a point of the curve P-256") from None


def _show(browser: Browser) -> models.PushSubscription:
    created = datetime.fromtimestamp(browser.created_s, UTC)
    return models.PushSubscription(
        id=browser.id,
        label=browser.label,
        created_at=created.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    )
