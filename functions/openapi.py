"""The OpenAPI file: `python -m functions.openapi` writes it, `--check` fails when it is stale."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from functions.aws import open_session
from functions.clips.access import MediaAccess
from functions.clips.keeping_routes import KeepingRoutes
from functions.clips.keepsakes import Keepsakes
from functions.clips.routes import ClipRoutes
from functions.clips.seen import Seen
from functions.clips.seen_routes import SeenRoutes
from functions.clips.sharing import Sharing
from functions.clips.statistics_routes import StatisticsRoutes
from functions.clips.store.chores import ChoreQueue
from functions.clips.store.export_files import ExportQueue
from functions.clips.store.kept_rows import KeptRows
from functions.clips.store.media import MediaSigner
from functions.clips.store.seen import SeenTable
from functions.clips.store.table import ClipTable
from functions.clips.store.tallies import TallyTable
from functions.clips.tallies import Tallies
from functions.edge.callers import Callers
from functions.edge.http import open_resolver
from functions.edge.memberships import Memberships
from functions.edge.problems import CONTENT_TYPE, Problem
from functions.notifications.routes import NotificationRoutes
from functions.notifications.store.table import NotificationTable
from functions.notifications.store.vapid import VapidKey
from functions.sites.belonging import Belonging
from functions.sites.group_routes import GroupRoutes
from functions.sites.me_routes import MeRoutes
from functions.sites.member_routes import MemberRoutes
from functions.sites.routes import SiteRoutes
from functions.sites.store.people import People
from functions.sites.store.table import SiteTable

FILE = Path(__file__).with_name("openapi.json")

_PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
# What the HTTP API answers by itself, before or instead of a function.
# docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
_GATEWAY = {"application/json": {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}

# Routes whose body says who may call; the HTTP API lets them through without a token.
OPEN_PATHS = ("/v1/shared",)

# Every route may answer these; what a route answers when all is well is its own.
RESPONSES: dict[str, Any] = {
    "400": {"description": "A parameter is wrong; `detail` names it.", "content": _PROBLEM},
    "401": {"description": "No valid access token.", "content": _GATEWAY},
    "403": {"description": "The token's claims cannot be used.", "content": _PROBLEM | _GATEWAY},
    "404": {"description": "Unknown, or not of the caller's sites.", "content": _PROBLEM},
    "409": {
        "description": "Somebody else was quicker: read again, then decide.",
        "content": _PROBLEM,
    },
    "410": {"description": "It was there, and is not any more.", "content": _PROBLEM},
    "415": {"description": "The body is not application/json.", "content": _PROBLEM},
    "429": {"description": "Too many calls.", "content": _GATEWAY},
    "500": {"description": "A mistake of ours.", "content": _PROBLEM | _GATEWAY},
    "503": {
        "description": "Try again later.",
        "headers": _RETRY,
        "content": _PROBLEM | _GATEWAY,
    },
}


def make_document() -> dict[str, Any]:
    """Everything the API answers, as OpenAPI 3.1."""
    app = open_resolver()
    # Only the routes' signatures are read; these clients never call anything.
    session = open_session("eu-central-1")
    access = MediaAccess(MediaSigner(session.client("kms"), "none"), "none", "none")
    table = ClipTable(session.client("dynamodb"), "none")
    seen = Seen(SeenTable(session.client("dynamodb"), "none"), 1)
    callers = Callers(Memberships(session.client("dynamodb"), "none"), lambda: 0)
    sharing = Sharing(session.client("dynamodb"), "none", lambda: 0, bytes)
    ClipRoutes(app, callers, table, access, seen, sharing.open_log(), lambda: 0)
    SeenRoutes(app, callers, table, seen, lambda: 0)
    tallies = Tallies(TallyTable(session.client("dynamodb"), "none"))
    StatisticsRoutes(app, callers, tallies, seen, 1, lambda: 0)
    rows = KeptRows(session.client("dynamodb"), "none")
    chores = ChoreQueue(session.client("sqs"), "none")
    keepsakes = Keepsakes(table, rows, chores, sharing.open_log(), lambda: datetime.now(UTC))
    KeepingRoutes(app, callers, keepsakes, access)
    browsers = NotificationTable(session.client("dynamodb"), "none")
    push_key = VapidKey(session.client("kms"), "none")
    NotificationRoutes(app, browsers, push_key, (), None, lambda: 0)
    queue = ExportQueue(session.client("sqs"), "none")
    sharing.add_routes(app, callers, table, access, queue)
    sites = SiteTable(session.client("dynamodb"), "none")
    people = People(session.client("cognito-idp"), "none", "https://none.example")
    belonging = Belonging(sites, people)
    SiteRoutes(app, callers, sites, belonging)
    GroupRoutes(app, callers, sites, str)
    MemberRoutes(app, callers, belonging, people, lambda: 0)
    MeRoutes(app, sites, people)
    document: dict[str, Any] = json.loads(
        app.get_openapi_json_schema(
            title="Vedette",
            version="1",
            description="The camera cloud's API. A caller sees the sites it is a member of.",
        )
    )
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(unused, None)
    _, problem = models_json_schema([(Problem, "serialization")])
    schemas["Problem"] = problem["$defs"]["Problem"]
    schemas["GatewayMessage"] = {
        "type": "object",
        "description": "An answer of the gateway in front of the API.",
        "required": ["message"],
        "properties": {"message": {"type": "string"}},
    }
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of the user pool.",
        }
    }
    document["security"] = [{"token": []}]
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = {"200": operation["responses"]["200"], **RESPONSES}
    for path in OPEN_PATHS:
        document["paths"][path]["post"]["security"] = []
    return document


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` compare it; returns the exit code."""
    text = json.dumps(make_document(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in arguments:
        if FILE.is_file() and FILE.read_text("utf-8") == text:
            return 0
        sys.stderr.write(f"stale: functions/{FILE.name}; run `make contract`\n")
        return 1
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
