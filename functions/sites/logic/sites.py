"""Sites: what they are called and which clock they live by."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from functions.errors import Rejected
from functions.membership import Caller, Membership
from functions.sites.logic.places import place_site
from functions.sites.rows import Counted, Place, Row, Value

# Until an owner says otherwise.
ZONE = "UTC"


def show_sites(caller: Caller, rows: dict[Place, Row]) -> list[dict[str, Any]]:
    """The caller's sites by name."""
    shown = [show_site(each, rows.get(place_site(each.site))) for each in caller.memberships]
    return sorted(shown, key=lambda site: (site["name"].casefold(), site["id"]))


def show_site(membership: Membership, row: Row | None) -> dict[str, Any]:
    """A site, as a member may know it; one that nobody named has its id for a name."""
    row = row or {}
    cameras = membership.cameras
    return {
        "id": membership.site,
        "name": row.get("name", membership.site),
        "zone": row.get("zone", ZONE),
        "role": membership.role,
        "cameras": None if cameras is None else sorted(cameras),
        "version": row.get("version", 0),
    }


def change_site(
    site: str, row: Row | None, changes: dict[str, str], version: int
) -> tuple[Counted, dict[str, Value]]:
    """What to write; raises Rejected "conflict" when the caller saw another version."""
    row = row or {}
    present = int(str(row.get("version", 0)))
    if version != present:
        raise changed_meanwhile("site")
    whole = {"name": row.get("name", site), "zone": row.get("zone", ZONE), **changes}
    return Counted(place_site(site), "version", present), whole


def changed_meanwhile(what: str) -> Rejected:
    """Somebody else saved first; nothing is overwritten."""
    return Rejected("conflict", f"{what}: somebody else changed it; read it again, then decide")


def check_zone(zone: str) -> str:
    """A name of the IANA time zone database that browsers know too; raises ValueError."""
    wrong = "must be a time zone like Europe/Berlin"
    if zone != "UTC" and ("/" not in zone or zone.startswith(("posix/", "right/"))):
        raise ValueError(wrong)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(wrong) from None
    return zone
