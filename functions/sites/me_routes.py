"""The routes of the caller's own profile."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.edge.http import read_claims
from functions.edge.routing import add_routes
from functions.membership import read_person
from functions.sites import models_me as models
from functions.sites.logic import profiles
from functions.sites.logic.places import place_profile
from functions.sites.logic.sites import changed_meanwhile
from functions.sites.store.people import People
from functions.sites.store.table import SiteTable


class MeRoutes:
    """Each public method is one route; every one is about the caller alone."""

    def __init__(self, app: APIGatewayHttpResolver, table: SiteTable, people: People) -> None:
        self._app = app
        self._table = table
        self._people = people
        add_routes(
            app,
            "sites",
            ("GET", "/v1/me", "Who you are and what you chose", self.read_me),
            ("PUT", "/v1/me", "Choose name, language, looks and notifications", self.change_me),
        )

    def read_me(self) -> models.Profile:
        person = self._person()
        return self._show(person, self._people.find_email(person))

    def change_me(self, profile: Annotated[models.ProfileChange, Body()]) -> models.Profile:
        person = self._person()
        email = self._people.find_email(person)
        row, wanted = self._table.read(place_profile(person)), profile.model_dump()
        counted, fields = profiles.change_profile(person, email, row, wanted, profile.version)
        if not self._table.update(counted, fields):
            raise changed_meanwhile("profile")
        return self._show(person, email)

    def _show(self, person: str, email: str | None) -> models.Profile:
        row = self._table.read(place_profile(person))
        return models.Profile(**profiles.show_profile(person, email, row))

    def _person(self) -> str:
        return read_person(read_claims(self._app.current_event.raw_event))
