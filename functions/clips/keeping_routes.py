"""The routes of stars and deletions."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import WithJsonSchema

from contract import names
from functions.clips import models_keeping as models
from functions.clips.access import MediaAccess
from functions.clips.keepsakes import Keepsakes
from functions.clips.logic import cursors, views
from functions.clips.models import Star
from functions.clips.parameters import ClipId, Cursor, Limit, SiteName
from functions.clips.rows import Row
from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller

SeenVersion = Annotated[
    int | None,
    WithJsonSchema({"type": "integer", "minimum": 0}),
    Query(description="The star's version that the person saw; 409 when it is another.", ge=0),
]


class KeepingRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        keepsakes: Keepsakes,
        access: MediaAccess,
    ) -> None:
        self._app = app
        self._callers = callers
        self._keepsakes = keepsakes
        self._access = access
        add_routes(
            app,
            "clips",
            ("PUT", "/v1/clips/<id>/star", "Keep a recording, or say why", self.star_clip),
            ("DELETE", "/v1/clips/<id>/star", "Let retention decide again", self.unstar_clip),
            ("DELETE", "/v1/clips/<id>", "Delete it, with a day to undo", self.delete_clip),
            ("POST", "/v1/clips/<id>/restore", "Undo a deletion", self.restore_clip),
            (
                "GET",
                "/v1/sites/<site>/deleted-clips",
                "Recordings that can be restored, last deleted first",
                self.list_deleted_clips,
            ),
        )

    def star_clip(self, id: ClipId, wish: models.StarWish) -> models.StarState:
        caller = self._caller()
        return _star_state(id, caller, self._keepsakes.star(caller, id, wish.note, wish.version))

    def unstar_clip(self, id: ClipId, version: SeenVersion = None) -> models.StarState:
        caller = self._caller()
        return _star_state(id, caller, self._keepsakes.unstar(caller, id, version))

    def delete_clip(self, id: ClipId) -> models.Deletion:
        row = self._keepsakes.delete(self._caller(), id)
        return models.Deletion(id=id, restorable_until=views.show_purge_time(row))

    def restore_clip(self, id: ClipId) -> models.Restoration:
        self._keepsakes.restore(self._caller(), id)
        return models.Restoration(id=id)

    def list_deleted_clips(
        self, site: SiteName, limit: Limit = names.CLIPS_PAGE_DEFAULT, cursor: Cursor = None
    ) -> models.DeletedPage:
        caller = self._caller()
        caller.require("delete", site)
        question = ("deleted", site)
        position = None if cursor is None else cursors.parse_cursor(question, cursor)
        partition = names.format_deleted_partition(site)
        rows, end = self._keepsakes.list_deleted(caller, site, partition, position, limit)
        now_s = int(self._keepsakes.now().timestamp())
        link, items = self._access.media_url, list[models.DeletedClip]()
        for row in rows:
            query, _ = self._access.open_camera(caller, site, str(row["camera"]), now_s)
            items.append(models.DeletedClip(**views.show_deleted(row, link, query)))
        return models.DeletedPage(
            items=items,
            cursor=end and cursors.format_cursor(question, end),
        )

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)


def _star_state(clip_id: str, caller: Caller, row: Row) -> models.StarState:
    star = views.show_star(row, caller.id)
    return models.StarState(id=clip_id, star=Star(**star) if star else None)
