"""Who belongs to a site: what each may, until when, and that somebody always governs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract import names
from functions.errors import Rejected
from functions.sites.logic.places import place_member
from functions.sites.logic.sites import changed_meanwhile
from functions.sites.logic.times import format_instant
from functions.sites.rows import Change, Place, Row

# Whose time is over stays listed this long, to be let in again with one press.
KEPT_S = 30 * 24 * 3600

Members = dict[str, Row]
Appointed = Mapping[str, str | None]


@dataclass(frozen=True)
class Part:
    """What somebody may in a site; None is no limit."""

    role: str
    cameras: frozenset[str] | None
    ends_s: int | None

    def fields(self) -> Row:
        """As the sites table has it."""
        row: Row = {"role": self.role}
        if self.cameras is not None:
            row["cameras"] = self.cameras
        if self.ends_s is not None:
            row |= {"ends_s": self.ends_s, "expires_at": self.ends_s + KEPT_S}
        return row


def read_members(rows: dict[Place, Row]) -> Members:
    """Members by id."""
    return {names.parse_member_order(place.sk): row for place, row in rows.items()}


def read_part(row: Row) -> Part:
    """What a row allows."""
    cameras, ends_s = row.get("cameras"), row.get("ends_s")
    return Part(
        str(row["role"]),
        cameras if isinstance(cameras, frozenset) else None,
        None if ends_s is None else int(str(ends_s)),
    )


def check_part(part: Part, now_s: int) -> None:
    """Raises Rejected "invalid_parameter" for what would not work."""
    limited = part.cameras is not None or part.ends_s is not None
    if part.role == "owner" and limited:
        raise Rejected("invalid_parameter", "role: an owner sees every camera and has no end")
    if part.ends_s is not None and part.ends_s <= now_s:
        raise Rejected("invalid_parameter", "expires_at: is over already")


def show_members(
    members: Members, appointed: Appointed, called: Mapping[str, str | None], now_s: int
) -> list[dict[str, Any]]:
    """Everybody who belongs to a site, by address; `called` are the names they gave themselves."""
    shown = [
        {
            "id": person,
            "email": email,
            "name": called.get(person),
            "role": "owner",
            "cameras": None,
            "expires_at": None,
            "state": "appointed",
            "version": 0,
        }
        for person, email in appointed.items()
    ]
    shown += [
        show_member(person, row, called.get(person), now_s)
        for person, row in members.items()
        if person not in appointed
    ]
    return sorted(shown, key=lambda each: (str(each["email"]), str(each["id"])))


def show_member(person: str, row: Row, called: str | None, now_s: int) -> dict[str, Any]:
    """One whom an owner invited."""
    part = read_part(row)
    return {
        "id": person,
        "email": row["email"],
        "name": called,
        "role": part.role,
        "cameras": None if part.cameras is None else sorted(part.cameras),
        "expires_at": None if part.ends_s is None else format_instant(part.ends_s),
        "state": "expired" if _is_over(part, now_s) else row["state"],
        "version": row["version"],
    }


def find_invited(members: Members, email: str, part: Part, now_s: int) -> str | None:
    """The member who has this address and this part already.

    Raises Rejected "conflict" for one with another part, and "full".
    """
    for person, row in members.items():
        if row["email"] == email and not _is_over(read_part(row), now_s):
            if read_part(row) == part:
                return person
            raise _present()
    if len(members) >= names.SITES_MEMBERS_MAX:
        raise Rejected("full", f"a site has at most {names.SITES_MEMBERS_MAX} members")
    return None


def add_member(
    site: str, members: Members, appointed: Appointed, person: str, row: Row, now_s: int
) -> Change:
    """Let somebody in; raises Rejected "conflict" for who is a member, "appointed" for an owner."""
    if person in appointed:
        raise _appointed()
    present = members.get(person)
    if present is not None and not _is_over(read_part(present), now_s):
        raise _present()
    version = 1 if present is None else int(str(present["version"])) + 1
    return _put(site, person, {**row, "version": version})


def change_member(
    site: str, members: Members, appointed: Appointed, person: str, part: Part, version: int
) -> Change:
    """Another part; raises Rejected "not_found", "appointed", "conflict" and "last_owner"."""
    row = find_member(members, appointed, person)
    if row["version"] != version:
        raise changed_meanwhile("member")
    if part.role != "owner":
        _keep_an_owner(members, appointed, person)
    limits = ("role", "cameras", "ends_s", "expires_at", "version")
    rest = {name: value for name, value in row.items() if name not in limits}
    return _put(site, person, {**rest, **part.fields(), "version": version + 1})


def remove_member(site: str, members: Members, appointed: Appointed, person: str) -> Change:
    """Nobody to the site; raises Rejected "not_found", "appointed" and "last_owner"."""
    find_member(members, appointed, person)
    _keep_an_owner(members, appointed, person)
    return Change(deletes=place_member(site, person))


def arrive(site: str, person: str, row: Row) -> Change:
    """An invited person has come."""
    return _put(site, person, {**row, "state": "active"})


def find_member(members: Members, appointed: Appointed, person: str) -> Row:
    """Raises Rejected "not_found", and "appointed" for whom only the platform team changes."""
    if person in appointed:
        raise _appointed()
    if person not in members:
        raise Rejected("not_found", "member: there is no such member")
    return members[person]


def _keep_an_owner(members: Members, appointed: Appointed, leaving: str) -> None:
    # Who never came might be an address with a slip in it.
    others = (
        row["role"] == "owner" and row["state"] == "active"
        for person, row in members.items()
        if person != leaving
    )
    if members[leaving]["role"] == "owner" and not appointed and not any(others):
        raise Rejected("last_owner", "the last owner stays; make somebody else an owner first")


def _put(site: str, person: str, row: Row) -> Change:
    return Change(puts=tuple((place, row) for place in place_member(site, person)))


def _is_over(part: Part, now_s: int) -> bool:
    return part.ends_s is not None and part.ends_s <= now_s


def _present() -> Rejected:
    return Rejected("conflict", "email: is a member already; change what the member may")


def _appointed() -> Rejected:
    return Rejected(
        "appointed", "the platform team appointed this owner, and only it can change it"
    )
