"""The routes of exports."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models_exports as models
from functions.clips.access import MediaAccess
from functions.clips.access_log import AccessLog
from functions.clips.logic import cursors, exports
from functions.clips.logic.access_log import HIGHEST, Deed
from functions.clips.logic.ids import RANDOM_BYTES, make_id
from functions.clips.logic.media import choose_expiry
from functions.clips.parameters import Cursor, ExportId, Limit
from functions.clips.rows import Row
from functions.clips.store.export_files import ExportQueue
from functions.clips.store.exports import ExportTable
from functions.clips.store.lines import LineTable
from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller

NowMs = Callable[[], int]
MakeRandom = Callable[[int], bytes]


class ExportRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        lines: LineTable,
        table: ExportTable,
        queue: ExportQueue,
        access: MediaAccess,
        log: AccessLog,
        now_ms: NowMs,
        make_random: MakeRandom,
    ) -> None:
        self._app = app
        self._callers = callers
        self._lines = lines
        self._table = table
        self._queue = queue
        self._access = access
        self._log = log
        self._now_ms = now_ms
        self._make_random = make_random
        add_routes(
            app,
            "sharing",
            ("POST", "/v1/exports", "Put recordings into one file", self.start_export),
            ("GET", "/v1/exports", "Your exports, newest first", self.list_exports),
            ("GET", "/v1/exports/<export>", "One of your exports", self.read_export),
        )

    def start_export(self, wish: models.ExportWish) -> models.Export:
        caller, now_ms = self._caller(), self._now_ms()
        wanted = exports.check_wish(caller, wish.cameras, wish.after, wish.before)
        row = self._find_same(exports.identify(wanted, caller.id, now_ms), now_ms)
        if row is None:
            export_id = exports.identify(wanted, caller.id, now_ms)
            row = exports.describe_export(wanted, caller.id, export_id, now_ms)
            self._record("export", row)
            if not self._lines.add(row):
                # The same was asked for a moment ago, and failed: this is a new try.
                export_id = make_id(now_ms, self._make_random(RANDOM_BYTES))
                row = exports.describe_export(wanted, caller.id, export_id, now_ms)
                self._record("export", row)
                self._lines.add(row)
        if row["phase"] == "queued":
            # Again for one whose message may never have been sent; a worker takes it once.
            self._queue.add(exports.format_message(names.parse_export_key(str(row["pk"]))))
        return self._show(row, now_ms, None)

    def list_exports(
        self, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.ExportPage:
        caller, now_ms = self._caller(), self._now_ms()
        asked = ("exports", caller.id)
        position = HIGHEST if cursor is None else cursors.parse_cursor(asked, cursor)
        partition = exports.choose_partition(caller.id)
        rows = self._lines.read_below(partition, position, limit + 1)
        more = str(rows[limit - 1]["ordered"]) if len(rows) > limit else None
        return models.ExportPage(
            items=[
                self._show(row, now_ms, None)
                for row in rows[:limit]
                if exports.is_visible(row, caller)
            ],
            cursor=more and cursors.format_cursor(asked, more),
        )

    def read_export(self, export: ExportId) -> models.Export:
        caller, now_ms = self._caller(), self._now_ms()
        row = self._table.read(exports.check_key(export))
        if row is None or not exports.is_visible(row, caller):
            raise exports.unknown_export()
        if exports.tell_state(row, now_ms // 1000)[0] != "ready":
            return self._show(row, now_ms, None)
        self._record("fetch_export", row)
        key, expires_s = exports.object_key(row), choose_expiry(now_ms // 1000)
        query = self._access.open_only(key, min(expires_s, exports.file_end(row)))
        return self._show(row, now_ms, f"{self._access.media_url}/{key}?{query}")

    def _find_same(self, export_id: str, now_ms: int) -> Row | None:
        row = self._table.read(names.format_export_key(export_id))
        if row is None or exports.tell_state(row, now_ms // 1000)[0] == "failed":
            return None
        return row

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)

    def _show(self, row: Row, now_ms: int, url: str | None) -> models.Export:
        return models.Export(**exports.show_export(row, now_ms // 1000, url))

    def _record(self, what: str, row: Row) -> None:
        about = names.parse_export_key(str(row["pk"]))
        deed = Deed(str(row["site"]), what, str(row["created_by"]), about=about)
        self._log.record_hourly(deed)
