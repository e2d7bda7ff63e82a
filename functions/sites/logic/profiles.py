"""What a person chose: name, language, looks, and how they are told of new clips."""

from collections.abc import Mapping
from typing import Any

from functions.sites.logic.places import place_profile
from functions.sites.logic.sites import changed_meanwhile
from functions.sites.rows import Counted, Row, Value

_CHOICES: Mapping[str, str | None] = {
    "name": None,
    "language": "auto",
    "theme": "auto",
    "dates": "auto",
}
_NOTIFICATIONS: Mapping[str, str | None] = {
    "channel": "none",
    "cameras": None,
    "quiet_from": None,
    "quiet_to": None,
    "zone": None,
}


def show_profile(person: str, email: str | None, row: Row | None) -> dict[str, Any]:
    """A profile; of whoever chose nothing yet, what holds until then."""
    row = row or {}
    told = {name: row.get(name, default) for name, default in _NOTIFICATIONS.items()}
    cameras = row.get("cameras")
    chosen = sorted(cameras) if isinstance(cameras, frozenset) else None
    return {
        "id": person,
        "email": email,
        **{name: row.get(name, default) for name, default in _CHOICES.items()},
        "notifications": {**told, "cameras": chosen},
        "version": row.get("version", 0),
    }


def change_profile(
    person: str, email: str | None, row: Row | None, wanted: Mapping[str, Any], version: int
) -> tuple[Counted, dict[str, Value | None]]:
    """What to write; raises Rejected "conflict" when the caller saw another version.

    The address is kept with it for whoever writes letters.
    """
    present = int(str((row or {}).get("version", 0)))
    if version != present:
        raise changed_meanwhile("profile")
    told: Mapping[str, Any] = wanted["notifications"]
    cameras = told["cameras"]
    fields: dict[str, Value | None] = {name: wanted[name] for name in _CHOICES}
    fields |= {name: told[name] for name in _NOTIFICATIONS}
    fields |= {"cameras": frozenset(cameras) if cameras else None, "email": email}
    return Counted(place_profile(person), "version", present), fields
