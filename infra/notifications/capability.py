"""The capability notifications: its part of the API, and the function that tells people."""

import pulumi

from infra.edge import Routes
from infra.function import Function, Workshop
from infra.notifications.store import Store
from infra.policy import Grant
from infra.settings import Settings

ROUTES = (
    "GET /v1/me/push-key",
    "GET /v1/me/push-subscriptions",
    "PUT /v1/me/push-subscriptions",
    "DELETE /v1/me/push-subscriptions/{id}",
)


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
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """`use_data_key` lets DynamoDB decrypt the table in a function's name."""
        super().__init__("vedette:notifications:Notifications", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        routes.lead_to(self._api(workshop, store, use_data_key), ROUTES)
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
