"""Composes what leaves a site and is written down: access log, share links, exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from functions.clips.access import MediaAccess
from functions.clips.access_log import AccessLog
from functions.clips.export_routes import ExportRoutes
from functions.clips.log_routes import LogRoutes
from functions.clips.share_routes import ShareRoutes
from functions.clips.store.export_files import ExportQueue
from functions.clips.store.exports import ExportTable
from functions.clips.store.lines import LineTable
from functions.clips.store.shares import ShareRows
from functions.clips.store.table import ClipTable
from functions.edge.callers import Callers

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Sharing:
    """What the routes need beside the caller: clocks, randomness and the table."""

    dynamodb: DynamoDBClient
    table_name: str
    now_ms: Callable[[], int]
    make_random: Callable[[int], bytes]

    def open_log(self) -> AccessLog:
        """The access log, for every route that must be written down."""
        lines = LineTable(self.dynamodb, self.table_name)
        return AccessLog(lines, self.now_ms, self.make_random)

    def add_routes(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: ClipTable,
        access: MediaAccess,
        queue: ExportQueue,
    ) -> None:
        """Let `app` answer about the log, links and exports; `queue` leads to the worker."""
        log = self.open_log()
        lines = LineTable(self.dynamodb, self.table_name)
        LogRoutes(app, callers, log)
        ShareRoutes(
            app,
            callers,
            table,
            lines,
            ShareRows(self.dynamodb, self.table_name),
            access,
            log,
            self.now_ms,
            self.make_random,
        )
        ExportRoutes(
            app,
            callers,
            lines,
            ExportTable(self.dynamodb, self.table_name),
            queue,
            access,
            log,
            self.now_ms,
            self.make_random,
        )
