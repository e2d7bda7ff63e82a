"""The routes of sites themselves: from a call to what is shown."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller, unknown_site
from functions.sites import models
from functions.sites.belonging import Belonging
from functions.sites.logic import sites
from functions.sites.logic.places import place_member, place_site
from functions.sites.parameters import SiteId
from functions.sites.store.table import SiteTable


class SiteRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: SiteTable,
        belonging: Belonging,
    ) -> None:
        self._app = app
        self._callers = callers
        self._table = table
        self._belonging = belonging
        add_routes(
            app,
            "sites",
            ("GET", "/v1/sites", "Your sites", self.list_sites),
            ("GET", "/v1/sites/<site>", "A site of yours", self.read_site),
            ("PATCH", "/v1/sites/<site>", "Rename a site, set its clock", self.change_site),
        )

    def list_sites(self) -> models.SiteList:
        caller = self._caller()
        own = {place_member(site, caller.id)[1]: site for site in caller.sites}
        rows = self._table.read_all([*map(place_site, caller.sites), *own])
        for place, site in own.items():
            # An invitation is answered by coming.
            if rows.get(place, {}).get("state") == "invited":
                self._belonging.greet(site, caller.id, rows[place])
        return models.SiteList(
            items=[models.Site(**shown) for shown in sites.show_sites(caller, rows)]
        )

    def read_site(self, site: SiteId) -> models.Site:
        return self._show(self._caller(), site)

    def change_site(
        self, site: SiteId, change: Annotated[models.SiteChange, Body()]
    ) -> models.Site:
        caller = self._caller()
        caller.require("govern", site)
        row = self._table.read(place_site(site))
        changes = change.model_dump(exclude_none=True, exclude={"version"})
        counted, fields = sites.change_site(site, row, changes, change.version)
        if not self._table.update(counted, fields):
            raise sites.changed_meanwhile("site")
        return self._show(caller, site)

    def _show(self, caller: Caller, site: str) -> models.Site:
        membership = caller.membership(site)
        if membership is None:
            raise unknown_site()
        return models.Site(**sites.show_site(membership, self._table.read(place_site(site))))

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)
