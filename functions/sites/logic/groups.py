"""Groups of cameras: what people named, filled and put in order."""

from typing import Any

from contract import names
from functions.errors import Rejected
from functions.membership import Membership
from functions.sites.logic.places import place_group
from functions.sites.logic.sites import changed_meanwhile
from functions.sites.rows import Change, Place, Row

Groups = dict[str, Row]


def read_groups(rows: dict[Place, Row]) -> Groups:
    """Groups by id, in their order."""
    found = {names.parse_group_order(place.sk): row for place, row in rows.items()}
    return dict(sorted(found.items(), key=lambda each: (_number(each[1], "position"), each[0])))


def show_groups(groups: Groups, membership: Membership) -> list[dict[str, Any]]:
    """What a member sees of them: a guest no other cameras, and no group that has none left."""
    shown = [show_group(group, row, membership) for group, row in groups.items()]
    return [each for each in shown if each["cameras"] or membership.cameras is None]


def show_group(group: str, row: Row, membership: Membership) -> dict[str, Any]:
    """One of them."""
    cameras = _cameras(row)
    if membership.cameras is not None:
        cameras &= membership.cameras
    return {
        "id": group,
        "name": row["name"],
        "cameras": sorted(cameras),
        "position": row["position"],
        "version": row["version"],
    }


def add_group(site: str, groups: Groups, group: str, name: str, cameras: list[str]) -> Change:
    """A new one behind the others; nothing when the same is there already.

    Raises Rejected "name_taken" and "full".
    """
    same = find_same(groups, name)
    if same is not None:
        if _cameras(groups[same]) == frozenset(cameras):
            return Change()
        raise _taken(name)
    if len(groups) >= names.SITES_GROUPS_MAX:
        raise Rejected("full", f"a site has at most {names.SITES_GROUPS_MAX} groups")
    row: Row = {"name": name, "position": len(groups), "version": 1, **_filled(cameras)}
    return Change(puts=((place_group(site, group), row),))


def find_same(groups: Groups, name: str) -> str | None:
    """The group of that name, whatever its capitals."""
    wanted = name.casefold()
    same = (group for group, row in groups.items() if str(row["name"]).casefold() == wanted)
    return next(same, None)


def change_group(
    site: str, groups: Groups, group: str, wanted: dict[str, Any], version: int
) -> Change:
    """Name, cameras and place among the others; those between move by one.

    Raises Rejected "not_found", "conflict" and "name_taken".
    """
    _check(groups, group, version)
    if find_same(groups, wanted["name"]) not in (None, group):
        raise _taken(wanted["name"])
    order = [each for each in groups if each != group]
    order.insert(min(wanted["position"], len(order)), group)
    changed: Row = {"name": wanted["name"], "version": version + 1, **_filled(wanted["cameras"])}
    return _arrange(site, {**groups, group: changed}, order, {group})


def remove_group(site: str, groups: Groups, group: str, version: int) -> Change:
    """Take it away; the cameras stay. Raises Rejected "not_found" and "conflict"."""
    _check(groups, group, version)
    order = [each for each in groups if each != group]
    moved = _arrange(site, groups, order, set())
    return Change(moved.puts, (place_group(site, group),))


def unknown_group() -> Rejected:
    """The same for another site's group and for one that does not exist."""
    return Rejected("not_found", "group: there is no such group")


def _arrange(site: str, groups: Groups, order: list[str], changed: set[str]) -> Change:
    return Change(
        tuple(
            (place_group(site, group), {**groups[group], "position": position})
            for position, group in enumerate(order)
            if group in changed or groups[group].get("position") != position
        )
    )


def _check(groups: Groups, group: str, version: int) -> None:
    if group not in groups:
        raise unknown_group()
    if groups[group]["version"] != version:
        raise changed_meanwhile("group")


def _taken(name: str) -> Rejected:
    return Rejected("name_taken", f"name: there is another group called {name}")


def _cameras(row: Row) -> frozenset[str]:
    cameras = row.get("cameras")
    return cameras if isinstance(cameras, frozenset) else frozenset()


def _filled(cameras: list[str]) -> Row:
    # DynamoDB has no empty sets.
    return {"cameras": frozenset(cameras)} if cameras else {}


def _number(row: Row, name: str) -> int:
    return int(str(row[name]))
