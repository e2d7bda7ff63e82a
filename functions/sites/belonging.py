"""The members of a site as they are kept, and changes that never leave it without an owner."""

from collections.abc import Callable

from functions.errors import Unavailable
from functions.sites.logic import members
from functions.sites.logic.places import place_profile, place_site
from functions.sites.rows import Change, Counted, Row
from functions.sites.store.people import People
from functions.sites.store.table import SiteTable

# Whoever is too slow reads again; more than this means that something is wrong.
_TRIES = 5


class Belonging:
    """Each change counts the site's `roster` on: of two at once the second decides anew."""

    def __init__(self, table: SiteTable, people: People) -> None:
        self._table = table
        self._people = people

    def read(self, site: str) -> members.Members:
        """Whom owners let in."""
        return members.read_members(self._table.read_below(place_site(site).pk, "MEMBER#"))

    def appointed(self, site: str) -> members.Appointed:
        """Whom the platform team appointed."""
        return self._people.list_appointed(site)

    def names_of(self, people: list[str]) -> dict[str, str | None]:
        """What people call themselves; at most 100 are looked up, the others have no name."""
        places = {place_profile(person): person for person in people[:100]}
        found = self._table.read_all(list(places))
        called = {places[place]: row.get("name") for place, row in found.items()}
        return {person: None if name is None else str(name) for person, name in called.items()}

    def change(self, site: str, decide: Callable[[members.Members], Change]) -> None:
        """Decide by the members as they are, until nobody was quicker."""
        for _ in range(_TRIES):
            counted = self._counted(site)
            if self._table.commit(counted, decide(self.read(site))):
                return
        raise Unavailable("too many people change the members of a site at once")

    def greet(self, site: str, person: str, row: Row) -> None:
        """Note that an invited person came; if somebody is quicker, the next visit does."""
        present = self.read(site).get(person)
        if present == row:
            self._table.commit(self._counted(site), members.arrive(site, person, row))

    def _counted(self, site: str) -> Counted:
        row = self._table.read(place_site(site)) or {}
        return Counted(place_site(site), "roster", int(str(row.get("roster", 0))))
