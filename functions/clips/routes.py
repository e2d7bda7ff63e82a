"""The routes of clips: from a call to what is shown."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models
from functions.clips.access import MediaAccess
from functions.clips.logic import cameras, cursors, pages, views
from functions.clips.parameters import After, Before, Camera, ClipId, Cursor, Kind, Limit
from functions.clips.rows import Partition, Row
from functions.clips.store.table import ClipTable
from functions.edge.callers import Callers

NowS = Callable[[], int]


class ClipRoutes:
    """Each public method is one route; every one begins with the caller's sites."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: ClipTable,
        access: MediaAccess,
        now_s: NowS,
    ) -> None:
        self._app = app
        self._callers = callers
        self._table = table
        self._access = access
        self._now_s = now_s
        for rule, summary, answer in (
            ("/v1/sites", "Your sites", self.list_sites),
            ("/v1/cameras", "Cameras of your sites", self.list_cameras),
            ("/v1/clips", "Recordings of your sites, newest first", self.list_clips),
            ("/v1/clips/<id>", "One recording and access to its media", self.read_clip),
        ):
            # Answers hold signed links; a page of them shrinks to a tenth.
            app.get(
                rule,
                summary=summary,
                operation_id=answer.__name__,
                tags=["clips"],
                cache_control="no-store",
                compress=True,
            )(answer)

    def list_sites(self) -> models.SiteList:
        return models.SiteList(items=[models.Site(id=site) for site in self._sites()])

    def list_cameras(
        self, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.CameraPage:
        sites = self._sites()
        position = None if cursor is None else cursors.parse_cursor(cameras.QUESTION, cursor)
        rows: list[Row] = []
        for site, after in cameras.choose_sites(sites, position):
            partition = Partition("site", names.format_cameras_partition(site))
            rows += self._table.read_cameras(partition, after, limit + 1 - len(rows))
            if len(rows) > limit:
                break
        shown, end = cameras.cut_page(rows, limit)
        return models.CameraPage(
            items=[models.Camera(**views.show_camera(row)) for row in shown],
            cursor=end and cursors.format_cursor(cameras.QUESTION, end),
        )

    def list_clips(
        self,
        camera: Camera = None,
        kind: Kind = None,
        before: Before = None,
        after: After = None,
        limit: Limit = names.CLIPS_PAGE_DEFAULT,
        cursor: Cursor = None,
    ) -> models.ClipPage:
        sites, now_s = self._sites(), self._now_s()
        wanted = pages.Filter(camera, kind, before, after)
        partitions = pages.choose_partitions(sites, wanted)
        question = wanted.question()
        position = None if cursor is None else cursors.parse_cursor(question, cursor)
        span = pages.choose_span(wanted, position)
        slices = self._table.read_slices(partitions, span, limit + 1, now_s) if span else []
        page = pages.merge_slices(slices, limit)
        if not page.rows and wanted.camera is not None:
            self._check_camera(wanted.camera)
        return models.ClipPage(
            items=self._summarise(page.rows, now_s),
            cursor=page.position and cursors.format_cursor(question, page.position),
        )

    def read_clip(self, id: ClipId) -> models.ClipDetail:
        sites, now_s = self._sites(), self._now_s()
        row = self._table.read_row(views.check_clip(id))
        if row is None or not views.is_visible(row, sites, now_s):
            raise views.unknown_clip()
        query, expires_s = self._access.open_site(str(row["site"]), now_s)
        shown = views.show_detail(row, self._access.media_url, query, expires_s)
        return models.ClipDetail(**shown)

    def _sites(self) -> tuple[str, ...]:
        return self._callers.read(self._app.current_event.raw_event).sites

    def _check_camera(self, camera_id: str) -> None:
        if self._table.read_row(names.format_camera_key(*names.parse_camera_id(camera_id))) is None:
            raise pages.unknown_camera()

    def _summarise(self, rows: list[Row], now_s: int) -> list[models.ClipSummary]:
        queries: dict[str, str] = {}
        shown: list[models.ClipSummary] = []
        for row in rows:
            site = str(row["site"])
            if site not in queries:
                queries[site], _ = self._access.open_site(site, now_s)
            summary: dict[str, Any] = views.show_summary(row, self._access.media_url, queries[site])
            shown.append(models.ClipSummary(**summary))
        return shown
