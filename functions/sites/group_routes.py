"""The routes of groups of cameras."""

from collections.abc import Callable
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.errors import Unavailable
from functions.membership import Caller, Membership, unknown_site
from functions.sites import models_groups as models
from functions.sites.logic import groups
from functions.sites.logic.places import place_site
from functions.sites.parameters import GroupId, SeenVersion, SiteId
from functions.sites.rows import Change, Counted
from functions.sites.store.table import SiteTable

# Whoever is too slow reads again; more than this means that something is wrong.
_TRIES = 5


class GroupRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        table: SiteTable,
        make_id: Callable[[], str],
    ) -> None:
        """`make_id` gives a new group's id."""
        self._app = app
        self._callers = callers
        self._table = table
        self._make_id = make_id
        all_groups, one = "/v1/sites/<site>/groups", "/v1/sites/<site>/groups/<group>"
        add_routes(
            app,
            "sites",
            ("GET", all_groups, "Groups of cameras, in their order", self.list_groups),
            ("POST", all_groups, "Add a group of cameras", self.add_group),
            ("PUT", one, "Rename, fill or move a group", self.change_group),
            ("DELETE", one, "Take a group away; its cameras stay", self.remove_group),
        )

    def list_groups(self, site: SiteId) -> models.GroupList:
        membership = self._member(self._caller(), site)
        shown = groups.show_groups(self._read(site), membership)
        return models.GroupList(items=[models.Group(**each) for each in shown])

    def add_group(self, site: SiteId, group: Annotated[models.NewGroup, Body()]) -> models.Group:
        membership, new = self._arranger(site), self._make_id()
        self._change(
            site,
            lambda present: groups.add_group(site, present, new, group.name, group.cameras),
        )
        present = self._read(site)
        found = groups.find_same(present, group.name) or new
        return self._show(present, found, membership)

    def change_group(
        self, site: SiteId, group: GroupId, change: Annotated[models.GroupChange, Body()]
    ) -> models.Group:
        membership, wanted = self._arranger(site), change.model_dump(exclude={"version"})
        self._change(
            site,
            lambda present: groups.change_group(site, present, group, wanted, change.version),
        )
        return self._show(self._read(site), group, membership)

    def remove_group(
        self, site: SiteId, group: GroupId, version: SeenVersion
    ) -> models.RemovedGroup:
        self._arranger(site)
        self._change(site, lambda present: groups.remove_group(site, present, group, version))
        return models.RemovedGroup(id=group)

    def _change(self, site: str, decide: Callable[[groups.Groups], Change]) -> None:
        for _ in range(_TRIES):
            row = self._table.read(place_site(site)) or {}
            counted = Counted(place_site(site), "groups", int(str(row.get("groups", 0))))
            change = decide(self._read(site))
            if change == Change() or self._table.commit(counted, change):
                return
        raise Unavailable("too many people arrange the groups of a site at once")

    def _read(self, site: str) -> groups.Groups:
        return groups.read_groups(self._table.read_below(place_site(site).pk, "GROUP#"))

    def _show(self, present: groups.Groups, group: str, membership: Membership) -> models.Group:
        if group not in present:
            raise groups.unknown_group()
        return models.Group(**groups.show_group(group, present[group], membership))

    def _arranger(self, site: str) -> Membership:
        caller = self._caller()
        caller.require("arrange", site)
        return self._member(caller, site)

    def _member(self, caller: Caller, site: str) -> Membership:
        membership = caller.membership(site)
        if membership is None:
            raise unknown_site()
        return membership

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)
