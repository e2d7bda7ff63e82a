"""The Lambda entry point of notifications; it composes on its first call and imports only then."""

import os
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

Handler = Callable[[dict[str, Any], LambdaContext], Mapping[str, Any]]


def api(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Answer a call of the HTTP API (payload format 2.0)."""
    return build_api()(event, context)


@cache
def build_api() -> Handler:
    """Compose the API function; raises SettingsError."""
    from functions.aws import open_session
    from functions.edge.http import HttpEdge, open_resolver
    from functions.edge.telemetry import open_telemetry
    from functions.notifications.routes import NotificationRoutes
    from functions.notifications.settings import ApiSettings
    from functions.notifications.store.table import NotificationTable
    from functions.notifications.store.vapid import VapidKey

    settings = ApiSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("notifications")
    app = open_resolver()
    NotificationRoutes(
        app,
        NotificationTable(session.client("dynamodb"), settings.table_name),
        VapidKey(session.client("kms"), settings.push_key_arn),
        settings.push_services,
        settings.mail_sender,
        lambda: int(time.time()),
    )
    return telemetry.watch(HttpEdge(app, telemetry))
