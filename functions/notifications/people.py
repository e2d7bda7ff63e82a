"""Who belongs to a site and what they chose, remembered for a moment."""

from collections.abc import Callable

from functions.notifications.logic.people import collect_members, describe_place
from functions.notifications.rows import Member, Place
from functions.notifications.store.people import PeopleStore

# Cognito answers 30 such questions a second for a whole account, clips come in bursts; whoever
# leaves a site is told of it no longer than this.
REMEMBERED_S = 30


class People:
    """Every method raises Unavailable."""

    def __init__(self, store: PeopleStore, now_s: Callable[[], int]) -> None:
        self._store = store
        self._now_s = now_s
        self._members: dict[str, tuple[int, list[Member]]] = {}

    def find_members(self, site: str) -> list[Member]:
        """Members with a profile; ends of memberships are for the reader to see."""
        now_s = self._now_s()
        asked_s, members = self._members.get(site, (0, []))
        if now_s - asked_s >= REMEMBERED_S:
            appointed = self._store.list_appointed(site)
            memberships = self._store.read_memberships(site)
            profiles = self._store.read_profiles(sorted({*appointed, *memberships}))
            members = collect_members(appointed, memberships, profiles)
            self._members[site] = (now_s, members)
        return members

    def find_place(self, site: str) -> Place:
        """What its owners call a site, and its time zone."""
        return describe_place(site, self._store.read_site(site))
