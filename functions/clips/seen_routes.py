"""The route by which people mark what they have seen."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from contract import names
from functions.clips import models_seen as models
from functions.clips.logic import views
from functions.clips.seen import Seen
from functions.clips.store.table import ClipTable
from functions.edge.callers import Callers
from functions.edge.routing import add_routes

NowS = Callable[[], int]


class SeenRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: ClipTable,
        seen: Seen,
        now_s: NowS,
    ) -> None:
        self._app = app
        self._callers = callers
        self._table = table
        self._seen = seen
        self._now_s = now_s
        summary = "Mark recordings as seen by you, or as not"
        add_routes(app, "clips", ("PUT", "/v1/seen", summary, self.mark_seen))

    def mark_seen(self, marks: models.SeenMarks) -> models.Marked:
        caller, now_s = self._callers.read(self._app.current_event.raw_event), self._now_s()
        keys = {key: id for id in marks.ids if (key := _key_of(id)) is not None}
        rows = [
            row for row in self._table.read_rows(list(keys)) if views.is_visible(row, caller, now_s)
        ]
        self._seen.mark(caller.id, rows, marks.seen, now_s)
        return models.Marked(ids=sorted(keys[str(row["pk"])] for row in rows))


def _key_of(clip_id: str) -> str | None:
    # An id that cannot exist is answered like one that does not.
    try:
        return names.format_clip_key(clip_id)
    except ValueError:
        return None
