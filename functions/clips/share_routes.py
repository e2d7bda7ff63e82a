"""The routes of share links, and the one route that needs no token: what a link shows."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models_shares as models
from functions.clips.access import MediaAccess
from functions.clips.access_log import AccessLog
from functions.clips.logic import cursors, shares, views
from functions.clips.logic.access_log import HIGHEST, Deed
from functions.clips.logic.times import format_epoch_ms
from functions.clips.parameters import ClipId, Cursor, Limit, ShareId, SiteName
from functions.clips.rows import Row
from functions.clips.store.lines import LineTable
from functions.clips.store.shares import ShareRows
from functions.clips.store.table import ClipTable
from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller

NowMs = Callable[[], int]
MakeRandom = Callable[[int], bytes]


class ShareRoutes:
    """Each public method is one route; every one but `open_share` begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: ClipTable,
        lines: LineTable,
        rows: ShareRows,
        access: MediaAccess,
        log: AccessLog,
        now_ms: NowMs,
        make_random: MakeRandom,
    ) -> None:
        self._app = app
        self._callers = callers
        self._table = table
        self._lines = lines
        self._rows = rows
        self._access = access
        self._log = log
        self._now_ms = now_ms
        self._make_random = make_random
        add_routes(
            app,
            "sharing",
            ("POST", "/v1/clips/<id>/shares", "Share a recording by a link", self.share_clip),
            ("GET", "/v1/clips/<id>/shares", "Links of a recording", self.list_clip_shares),
            ("GET", "/v1/sites/<site>/shares", "Links of a site", self.list_site_shares),
            ("DELETE", "/v1/shares/<share>", "Revoke a link", self.revoke_share),
            ("POST", "/v1/shared", "What a link shows; needs no token", self.open_share),
        )

    def share_clip(self, id: ClipId, wish: models.ShareWish) -> models.NewShare:
        caller, now_ms = self._caller(), self._now_ms()
        clip = self._clip_to_share(caller, id, now_ms)
        ends_s = shares.check_end(wish.expires_at, now_ms // 1000)
        secret = shares.format_secret(self._make_random(shares.SECRET_BYTES))
        row = shares.describe_share(clip, caller.id, secret, ends_s, wish.watermark, now_ms)
        # Written down first: a link that nobody knows of must not exist.
        self._record("share", row, caller.id)
        self._lines.add(row)
        return models.NewShare(**shares.show_share(row, now_ms // 1000), secret=secret)

    def list_clip_shares(
        self, id: ClipId, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.SharePage:
        now_ms = self._now_ms()
        clip = self._clip_to_share(self._caller(), id, now_ms)
        return self._list(str(clip["site"]), id, None, limit, cursor)

    def list_site_shares(
        self, site: SiteName, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.SharePage:
        caller = self._caller()
        caller.require("share", site)
        return self._list(site, None, caller, limit, cursor)

    def revoke_share(self, share: ShareId) -> models.Share:
        caller, now_ms = self._caller(), self._now_ms()
        row = self._rows.read(shares.check_key(share))
        if row is None or not caller.sees(str(row["site"]), str(row["camera"])):
            raise shares.unknown_share()
        caller.require("share", str(row["site"]))
        if "revoked_at" not in row:
            row = self._rows.revoke(str(row["pk"]), format_epoch_ms(now_ms))
            self._record("unshare", row, caller.id)
        return models.Share(**shares.show_share(row, now_ms // 1000))

    def open_share(self, key: models.ShareSecret) -> models.Shared:
        now_ms = self._now_ms()
        now_s = now_ms // 1000
        found = self._rows.read(shares.find_key(key.secret))
        share = shares.check_open(found, key.secret, now_s)
        clip_key = names.format_clip_key(str(share["clip_id"]))
        clip = shares.check_clip(share, self._table.read_row(clip_key), now_s)
        self._record("open_share", share, None)
        self._rows.count_view(str(share["pk"]), format_epoch_ms(now_ms))
        end_s = shares.media_end(share, now_s)
        query = self._access.open_only(f"{shares.clip_prefix(clip)}*", end_s)
        shown = shares.show_shared(share, clip, self._access.media_url, query, end_s)
        return models.Shared(**shown)

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)

    def _clip_to_share(self, caller: Caller, id: str, now_ms: int) -> Row:
        row = self._table.read_row(views.check_clip(id))
        if row is None or not views.is_visible(row, caller, now_ms // 1000):
            raise views.unknown_clip()
        caller.require("share", str(row["site"]))
        return row

    def _list(
        self, site: str, clip_id: str | None, caller: Caller | None, limit: int, cursor: str | None
    ) -> models.SharePage:
        asked = ("shares", site, clip_id)
        position = HIGHEST if cursor is None else cursors.parse_cursor(asked, cursor)
        partition = shares.choose_partition(site, clip_id)
        rows = self._lines.read_below(partition, position, limit + 1)
        more = str(rows[limit - 1]["ordered"]) if len(rows) > limit else None
        now_s = self._now_ms() // 1000
        return models.SharePage(
            items=[
                models.Share(**shares.show_share(row, now_s))
                for row in rows[:limit]
                if caller is None or caller.sees(site, str(row["camera"]))
            ],
            cursor=more and cursors.format_cursor(asked, more),
        )

    def _record(self, what: str, share: Row, person: str | None) -> None:
        self._log.record_hourly(
            Deed(
                str(share["site"]),
                what,
                person,
                str(share["clip_id"]),
                str(share["camera"]),
                names.parse_share_key(str(share["pk"])),
            )
        )
