"""The route of the access log: what happened at a site, for its owners."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips.access_log import AccessLog
from functions.clips.logic.access_log import show_entry
from functions.clips.models_log import LogEntry, LogPage
from functions.clips.parameters import Cursor, Deed, Limit, SiteName
from functions.edge.callers import Callers
from functions.edge.routing import add_routes


class LogRoutes:
    """Only owners of the site read it."""

    def __init__(self, app: APIGatewayHttpResolver, callers: Callers, log: AccessLog) -> None:
        self._app = app
        self._callers = callers
        self._log = log
        summary = "Who viewed, exported, shared and deleted recordings of a site, newest first"
        add_routes(
            app, "sharing", ("GET", "/v1/sites/<site>/access-log", summary, self.list_access)
        )

    def list_access(
        self,
        site: SiteName,
        deed: Deed = None,
        limit: Limit = names.CLIPS_PAGE_DEFAULT,
        cursor: Cursor = None,
    ) -> LogPage:
        self._callers.read(self._app.current_event.raw_event).require("govern", site)
        rows, end = self._log.read(site, deed, limit, cursor)
        return LogPage(items=[LogEntry(**show_entry(row)) for row in rows], cursor=end)
