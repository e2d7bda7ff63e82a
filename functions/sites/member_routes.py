"""The routes of members: who belongs to a site, and as what."""

from collections.abc import Callable
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.edge.callers import Callers
from functions.edge.routing import add_routes
from functions.membership import Caller, unknown_site
from functions.sites import models_members as models
from functions.sites.belonging import Belonging
from functions.sites.logic import members
from functions.sites.logic.times import parse_instant
from functions.sites.parameters import PersonId, SiteId
from functions.sites.rows import Row
from functions.sites.store.people import People


class MemberRoutes:
    """Each public method is one route; every one begins with the caller."""

    def __init__(
        self,
        app: APIGatewayHttpResolver,
        callers: Callers,
        belonging: Belonging,
        people: People,
        now_s: Callable[[], int],
    ) -> None:
        self._app = app
        self._callers = callers
        self._belonging = belonging
        self._people = people
        self._now_s = now_s
        everybody = "/v1/sites/<site>/members"
        one = f"{everybody}/<person>"
        add_routes(
            app,
            "sites",
            ("GET", everybody, "Who belongs to a site", self.list_members),
            ("POST", everybody, "Invite somebody by e-mail", self.invite),
            ("PATCH", one, "Change what a member may", self.change_member),
            ("DELETE", one, "Remove a member, or leave", self.remove_member),
            ("POST", f"{one}/invitation", "Send the invitation again", self.invite_again),
        )

    def list_members(self, site: SiteId) -> models.MemberList:
        self._governor(site)
        present, appointed = self._belonging.read(site), self._belonging.appointed(site)
        called = self._belonging.names_of([*appointed, *present])
        shown = members.show_members(present, appointed, called, self._now_s())
        return models.MemberList(items=[models.Member(**each) for each in shown])

    def invite(
        self, site: SiteId, invitation: Annotated[models.Invitation, Body()]
    ) -> models.Invited:
        caller, now_s = self._governor(site), self._now_s()
        limits = _read_limits(invitation.cameras, invitation.expires_at)
        part = members.Part(invitation.role, *limits)
        members.check_part(part, now_s)
        invited = members.find_invited(self._belonging.read(site), invitation.email, part, now_s)
        if invited is not None:
            return models.Invited(**self._describe(site, invited), mailed=False)
        person, mailed = self._people.invite(invitation.email)
        row: Row = {"site": site, "person": person, "email": invitation.email, "state": "invited"}
        row |= {"invited_by": caller.id, "invited_s": now_s, **part.fields()}
        appointed = self._belonging.appointed(site)
        self._belonging.change(
            site,
            lambda present: members.add_member(site, present, appointed, person, row, now_s),
        )
        return models.Invited(**self._describe(site, person), mailed=mailed)

    def change_member(
        self, site: SiteId, person: PersonId, change: Annotated[models.MemberChange, Body()]
    ) -> models.Member:
        self._governor(site)
        appointed = self._belonging.appointed(site)
        row = members.find_member(self._belonging.read(site), appointed, person)
        part, given = members.read_part(row), change.model_fields_set
        limits = _read_limits(change.cameras, change.expires_at)
        wanted = members.Part(
            change.role or part.role,
            limits[0] if "cameras" in given else part.cameras,
            limits[1] if "expires_at" in given else part.ends_s,
        )
        members.check_part(wanted, self._now_s())
        self._belonging.change(
            site,
            lambda present: members.change_member(
                site, present, appointed, person, wanted, change.version
            ),
        )
        return models.Member(**self._describe(site, person))

    def remove_member(self, site: SiteId, person: PersonId) -> models.RemovedMember:
        caller = self._caller()
        if caller.membership(site) is None:
            raise unknown_site()
        if person != caller.id:
            caller.require("govern", site)
        appointed = self._belonging.appointed(site)
        self._belonging.change(
            site, lambda present: members.remove_member(site, present, appointed, person)
        )
        return models.RemovedMember(id=person)

    def invite_again(self, site: SiteId, person: PersonId) -> models.Member:
        self._governor(site)
        appointed = self._belonging.appointed(site)
        row = members.find_member(self._belonging.read(site), appointed, person)
        self._people.invite_again(str(row["email"]))
        return models.Member(**self._describe(site, person))

    def _describe(self, site: str, person: str) -> dict[str, Any]:
        row = members.find_member(self._belonging.read(site), {}, person)
        called = self._belonging.names_of([person]).get(person)
        return members.show_member(person, row, called, self._now_s())

    def _governor(self, site: str) -> Caller:
        caller = self._caller()
        caller.require("govern", site)
        return caller

    def _caller(self) -> Caller:
        return self._callers.read(self._app.current_event.raw_event)


def _read_limits(
    cameras: list[str] | None, ends: str | None
) -> tuple[frozenset[str] | None, int | None]:
    return (
        None if cameras is None else frozenset(cameras),
        None if ends is None else parse_instant(ends),
    )
