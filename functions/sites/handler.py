"""The Lambda entry points of sites, and their composition."""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from contract import names

Handler = Callable[[dict[str, Any], LambdaContext], Mapping[str, Any]]


def api(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Answer a call of the HTTP API (payload format 2.0)."""
    return build_api()(event, context)


def letter(event: dict[str, Any], context: LambdaContext) -> Mapping[str, Any]:
    """Write a letter of the user pool, which waits for five seconds."""
    from functions.sites.logic.letters import write_invitation

    _ = context
    return write_invitation(event)


@cache
def build_api() -> Handler:
    """Compose the API function; raises SettingsError."""
    from functions.aws import open_session
    from functions.edge.callers import Callers
    from functions.edge.http import HttpEdge, open_resolver
    from functions.edge.memberships import Memberships
    from functions.edge.telemetry import open_telemetry
    from functions.settings import SitesSettings
    from functions.sites.belonging import Belonging
    from functions.sites.group_routes import GroupRoutes
    from functions.sites.me_routes import MeRoutes
    from functions.sites.member_routes import MemberRoutes
    from functions.sites.routes import SiteRoutes
    from functions.sites.store.people import People
    from functions.sites.store.table import SiteTable

    settings = SitesSettings.read(os.environ)
    session = open_session()
    telemetry = open_telemetry("sites")
    dynamodb, name = session.client("dynamodb"), settings.sites_table_name
    callers = Callers(Memberships(dynamodb, name), _now_s)
    app = open_resolver()
    table = SiteTable(dynamodb, name)
    people = People(session.client("cognito-idp"), settings.user_pool_id, settings.web_url)
    belonging = Belonging(table, people)
    SiteRoutes(app, callers, table, belonging)
    GroupRoutes(app, callers, table, lambda: secrets.token_hex(names.GROUP_MAX // 2))
    MemberRoutes(app, callers, belonging, people, _now_s)
    MeRoutes(app, table, people)
    return telemetry.watch(HttpEdge(app, telemetry))


def _now_s() -> int:
    return int(time.time())
