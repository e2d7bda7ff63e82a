"""The capability notifications: its part of the API, and the function that tells people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.edge import Routes
from infra.function import Function, Workshop
from infra.notifications.mail import Mail
from infra.notifications.store import BATCH, TIMEOUT_S, Store
from infra.notifications.updates import Publishing
from infra.policy import Grant
from infra.settings import Settings

ROUTES = (
    "GET /v1/me/push-key",
    "GET /v1/me/push-subscriptions",
    "PUT /v1/me/push-subscriptions",
    "DELETE /v1/me/push-subscriptions/{id}",
)


@dataclass(frozen=True, kw_only=True)
class People:
    """How a function finds who belongs to a site; `infra.program` knows where that is kept."""

    environment: Mapping[str, pulumi.Input[str]]
    may: Sequence[Grant]


class Notifications(pulumi.ComponentResource):
    """People say which browsers take pushes; new clips reach them there or by e-mail."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        store: Store,
        routes: Routes,
        use_data_key: Grant,
        people: People,
        publishing: Publishing,
        web_url: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`use_data_key` lets DynamoDB decrypt the table in a function's name; `publish` lets
        open lists be told."""
        super().__init__("vedette:notifications:Notifications", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        routes.lead_to(self._api(workshop, store, use_data_key), ROUTES)
        store.arrivals.feed(
            self._notify(workshop, store, use_data_key, people, publishing, web_url),
            concurrency=2,
            at_once=BATCH,
        )
        self.register_outputs({})

    def _api(self, workshop: Workshop, store: Store, use_data_key: Grant) -> Function:
        return Function(
            f"{self._name}-api",
            workshop=workshop,
            purpose="Keeps the browsers of people that take pushes.",
            handler="functions.notifications.handler.api",
            timeout_s=10,
            # CPU comes with memory; at this size a cold start stays around a second.
            memory_mb=1024,
            environment={
                "TABLE_NAME": store.table.name,
                "PUSH_KEY_ARN": store.push_key.arn,
                "PUSH_SERVICES": " ".join(self._settings.push_services),
                "MAIL_SENDER": self._settings.mail_sender or "none",
            },
            may=[*store.may_change_browsers(), store.may_show_key(), use_data_key],
            opts=self._child,
        )

    def _notify(
        self,
        workshop: Workshop,
        store: Store,
        use_data_key: Grant,
        people: People,
        publishing: Publishing,
        web_url: pulumi.Input[str],
    ) -> Function:
        mail = Mail(f"{self._name}-mail", settings=self._settings, opts=self._child)
        return Function(
            f"{self._name}-notify",
            workshop=workshop,
            purpose="Tells open lists of new clips, and people as they chose.",
            handler="functions.notifications.handler.notify",
            timeout_s=TIMEOUT_S,
            memory_mb=512,
            environment={
                "TABLE_NAME": store.table.name,
                "PUSH_KEY_ARN": store.push_key.arn,
                "WEB_URL": web_url,
                "QUEUE_URL": store.arrivals.queue.url,
                "DEAD_LETTER_QUEUE_URL": store.arrivals.dead.url,
                **mail.environment,
                **people.environment,
                **publishing.environment,
            },
            may=[
                *store.arrivals.may_take(),
                # A clip becomes one message for each browser and mailbox, which fail alone.
                store.arrivals.may_send("QueueNotifications"),
                *store.may_tell(),
                store.may_show_key(),
                store.may_sign(),
                use_data_key,
                publishing.may,
                *mail.may,
                *people.may,
            ],
            opts=self._child,
        )
