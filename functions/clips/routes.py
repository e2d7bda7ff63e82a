"""The routes of clips: from a call to what is shown."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models
from functions.clips.access import MediaAccess
from functions.clips.access_log import AccessLog
from functions.clips.logic import cameras, cursors, pages, views
from functions.clips.logic.access_log import Deed
from functions.clips.parameters import (
    After,
    Before,
    Cameras,
    ClipId,
    Cursor,
    IsSeen,
    IsStarred,
    Kind,
    Limit,
    MaxDuration,
    MinDuration,
    Order,
    Site,
)
from functions.clips.rows import Partition, Row
from functions.clips.seen import Seen
from functions.clips.store.table import ClipTable
from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller

NowS = Callable[[], int]


class ClipRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: ClipTable,
        access: MediaAccess,
        seen: Seen,
        log: AccessLog,
        now_s: NowS,
    ) -> None:
        self._app = app
        self._callers = callers
        self._table = table
        self._access = access
        self._seen = seen
        self._log = log
        self._now_s = now_s
        add_routes(
            app,
            "clips",
            ("GET", "/v1/cameras", "Cameras of your sites", self.list_cameras),
            ("GET", "/v1/clips", "Recordings of your sites", self.list_clips),
            ("GET", "/v1/clips/<id>", "One recording and access to its media", self.read_clip),
        )

    def list_cameras(
        self, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.CameraPage:
        caller = self._caller()
        position = None if cursor is None else cursors.parse_cursor(cameras.QUESTION, cursor)
        rows: list[Row] = []
        for site, after in cameras.choose_sites(caller.sites, position):
            partition = Partition("site", names.format_cameras_partition(site))
            rows += self._table.read_cameras(partition, after, limit + 1 - len(rows))
            if len(rows) > limit:
                break
        shown, end = cameras.cut_page(rows, limit)
        return models.CameraPage(
            items=[
                models.Camera(**views.show_camera(row, self._now_s()))
                for row in shown
                if caller.sees(str(row["site"]), str(row["camera"]))
            ],
            cursor=end and cursors.format_cursor(cameras.QUESTION, end),
        )

    def list_clips(
        self,
        cameras: Cameras = None,
        site: Site = None,
        kind: Kind = None,
        before: Before = None,
        after: After = None,
        min_duration_ms: MinDuration = None,
        max_duration_ms: MaxDuration = None,
        seen: IsSeen = None,
        starred: IsStarred = None,
        order: Order = "newest",
        limit: Limit = names.CLIPS_PAGE_DEFAULT,
        cursor: Cursor = None,
    ) -> models.ClipPage:
        caller, now_s = self._caller(), self._now_s()
        wanted = pages.Filter(
            cameras=tuple(cameras.split(",")) if cameras else (),
            site=site,
            kind=kind,
            before=before,
            after=after,
            min_duration_ms=min_duration_ms,
            max_duration_ms=max_duration_ms,
            seen=seen,
            starred=starred,
            newest_first=order == "newest",
        )
        question = wanted.question()
        position = None if cursor is None else cursors.parse_cursor(question, cursor)
        page, known = self._read_page(caller, wanted, position, limit, now_s)
        if not page.rows and position is None:
            self._check_cameras(wanted.cameras)
        return models.ClipPage(
            items=self._summarise(caller, page.rows, known, now_s),
            cursor=page.position and cursors.format_cursor(question, page.position),
        )

    def read_clip(self, id: ClipId) -> models.ClipDetail:
        caller, now_s = self._caller(), self._now_s()
        row = self._table.read_row(views.check_clip(id))
        if row is None or not views.is_visible(row, caller, now_s):
            raise views.unknown_clip()
        site, camera = str(row["site"]), str(row["camera"])
        viewed = Deed(site, "view", caller.id, id, camera)
        self._log.record_hourly(viewed)
        query, expires_s = self._access.open_camera(caller, site, camera, now_s)
        shown = views.show_detail(row, self._access.media_url, query, expires_s)
        seen = bool(self._seen.find(caller.id, [row]))
        shown["star"] = views.show_star(row, caller.id)
        return models.ClipDetail(**shown, seen=seen)

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)

    def _read_page(
        self, caller: Caller, wanted: pages.Filter, position: str | None, limit: int, now_s: int
    ) -> tuple[pages.Page, frozenset[str]]:
        """A page and the keys of those of its clips that the caller has seen."""
        partitions = pages.choose_partitions(caller, wanted)
        count = pages.choose_count(partitions, limit)
        rows: list[Row] = []
        known: frozenset[str] = frozenset()
        for _ in range(pages.ROUNDS_MAX):
            span = pages.choose_span(wanted, position)
            if span is None:
                return pages.Page(rows, None), known
            slices = self._table.read_slices(partitions, span, count, wanted.sieve(now_s))
            page = pages.merge_slices(slices, limit - len(rows), wanted.newest_first)
            known |= self._seen.find(caller.id, page.rows)
            rows += [
                row
                for row in page.rows
                if wanted.fits(caller, row) and wanted.seen in (None, str(row["pk"]) in known)
            ]
            position = page.position
            if position is None or len(rows) == limit:
                break
        return pages.Page(rows, position), known

    def _check_cameras(self, wanted: tuple[str, ...]) -> None:
        keys = {names.format_camera_key(*names.parse_camera_id(camera)) for camera in wanted}
        if len(self._table.read_rows(sorted(keys))) < len(keys):
            raise pages.unknown_camera()

    def _summarise(
        self, caller: Caller, rows: list[Row], known: frozenset[str], now_s: int
    ) -> list[models.ClipSummary]:
        queries: dict[tuple[str, str], str] = {}
        shown: list[models.ClipSummary] = []
        for row in rows:
            place = str(row["site"]), str(row["camera"])
            if place not in queries:
                queries[place], _ = self._access.open_camera(caller, *place, now_s)
            link, query = self._access.media_url, queries[place]
            summary: dict[str, Any] = views.show_summary(row, link, query)
            shown.append(models.ClipSummary(**summary, seen=str(row["pk"]) in known))
        return shown
