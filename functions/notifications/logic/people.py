"""Who may be told of a site: rows of the sites table and the user pool's owners, put together."""

from collections.abc import Iterable, Mapping

from contract import names
from functions.notifications.rows import Channel, Choices, Language, Member, Place

Value = str | int | frozenset[str]
Row = Mapping[str, Value]

_CHANNELS: dict[Value | None, Channel] = {"push": "push", "email": "email"}
# A browser's own language is not known here.
_LANGUAGES: dict[Value | None, Language] = {"en": "en", "de": "de"}


def collect_members(
    appointed: Mapping[str, str], memberships: Mapping[str, Row], profiles: Mapping[str, Row]
) -> list[Member]:
    """Members with what they chose; all three are by person, `appointed` gives e-mail addresses.

    Whoever is appointed by the user pool's group is an owner without an end, whatever else is said.
    A person without a profile has chosen nothing and is left out.
    """
    members: list[Member] = []
    for person in sorted({*appointed, *memberships} & set(profiles)):
        profile, membership = profiles[person], memberships.get(person, {})
        whole = person in appointed
        cameras, ends_s = membership.get("cameras"), membership.get("ends_s")
        members.append(
            Member(
                person=person,
                email=appointed.get(person) or str(membership.get("email", "")),
                cameras=cameras if isinstance(cameras, frozenset) and not whole else None,
                expires_s=ends_s if isinstance(ends_s, int) and not whole else None,
                language=_LANGUAGES.get(profile.get("language"), "en"),
                choices=read_choices(profile),
            )
        )
    return members


def read_choices(profile: Row) -> Choices:
    """What a profile says of notifications; what cannot be understood tells nobody anything."""
    cameras = profile.get("cameras")
    chosen: Iterable[str] | None = cameras if isinstance(cameras, frozenset) else None
    quiet = [profile.get(name) for name in ("quiet_from", "quiet_to")]
    begin, end = (one if isinstance(one, str) else None for one in quiet)
    return Choices(
        channel=_CHANNELS.get(profile.get("channel"), "none"),
        cameras=None if chosen is None else frozenset(chosen),
        quiet_from=begin,
        quiet_to=end,
        zone=str(profile.get("zone", "UTC")),
    )


def describe_place(site: str, row: Row | None) -> Place:
    """A site as its owners call it; before they named it, by its own name and in UTC."""
    known = row or {}
    return Place(str(known.get("name") or names.check_site(site)), str(known.get("zone") or "UTC"))
