"""The three Lambda entry points of notifications, and the composition of each.

Each composes on its first call and imports only then.
"""

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


def notify(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Tell people of clips that arrived, or send what they are told."""
    return build_notify()(event, context)


def admit(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Answer IoT Core, which asks whether a viewer may connect."""
    return build_admit()(event, context)


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


@cache
def build_notify() -> Handler:
    """Compose the function that tells people; raises SettingsError."""
    from aws_lambda_powertools.metrics import MetricUnit

    from functions.aws import open_session
    from functions.dead_letters import DeadLetters
    from functions.edge.queue import QueueEdge
    from functions.edge.telemetry import open_telemetry
    from functions.notifications.courier import Courier
    from functions.notifications.inbox import Inbox
    from functions.notifications.notifier import Notifier
    from functions.notifications.people import People
    from functions.notifications.settings import NotifySettings
    from functions.notifications.store.mail import Mail
    from functions.notifications.store.outbox import Outbox
    from functions.notifications.store.people import PeopleStore
    from functions.notifications.store.push_service import PushServices
    from functions.notifications.store.table import NotificationTable
    from functions.notifications.store.updates import Updates, open_client
    from functions.notifications.store.vapid import VapidKey

    settings = NotifySettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("notifications")
    sqs, dynamodb = session.client("sqs"), session.client("dynamodb")
    table = NotificationTable(dynamodb, settings.table_name)
    people = PeopleStore(
        dynamodb, settings.sites_table_name, session.client("cognito-idp"), settings.user_pool_id
    )
    sender = settings.mail_sender
    mail = sender and Mail(session.client("sesv2"), sender, settings.mail_configuration_set)

    def now_s() -> int:
        return int(time.time())

    def count_unpublished(why: str) -> None:
        telemetry.logger.warning("open lists were not told", why=why)
        telemetry.metrics.add_metric("unpublished", MetricUnit.Count, 1)

    inbox = Inbox(
        Notifier(
            People(people, now_s),
            table,
            Outbox(sqs, settings.queue_url),
            settings.web_url,
            now_s,
            writes_letters=mail is not None,
        ),
        Courier(
            table,
            PushServices(),
            VapidKey(session.client("kms"), settings.push_key_arn),
            mail or None,
            settings.web_url,
            now_s,
        ),
        Updates(open_client(session, settings.updates_url)),
        count_unpublished,
    )
    park = DeadLetters(sqs, settings.dead_letter_queue_url).park
    return telemetry.watch(QueueEdge(inbox.take, park, telemetry))


@cache
def build_admit() -> Handler:
    """Compose the function that lets viewers connect; raises SettingsError."""
    from functions.aws import open_session
    from functions.edge.connections import ConnectionEdge
    from functions.edge.memberships import Memberships
    from functions.edge.telemetry import open_telemetry
    from functions.notifications.doorkeeper import Doorkeeper
    from functions.notifications.logic.admission import answer_no
    from functions.notifications.settings import AdmitSettings
    from functions.notifications.store.token_keys import TokenKeys
    from functions.notifications.tokens import Tokens

    settings = AdmitSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("notifications")

    def now_s() -> int:
        return int(time.time())

    # Where the SDK finds user pools, their keys are as well.
    pools = session.client("cognito-idp").meta.endpoint_url
    keys = TokenKeys(f"{pools}/{settings.user_pool_id}/.well-known/jwks.json", now_s)
    doorkeeper = Doorkeeper(
        Tokens(keys, settings.token_issuer, settings.web_client_id),
        Memberships(session.client("dynamodb"), settings.sites_table_name),
        settings.iot_arn,
        now_s,
    )
    return telemetry.watch(ConnectionEdge(doorkeeper.admit, answer_no(), telemetry))
