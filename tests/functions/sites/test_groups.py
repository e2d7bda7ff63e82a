"""Groups of cameras: named, filled, put in order, and none of it lost between two editors."""

from typing import Any

import pytest

from functions.errors import Rejected
from functions.sites.logic import groups
from functions.sites.rows import Change
from tests.functions.cloud import Cloud
from tests.functions.sites.conftest import Sites

GROUPS = "/v1/sites/home/groups"


def add(sites: Sites, name: str, *cameras: str) -> dict[str, Any]:
    status, group = sites.send("POST", GROUPS, {"name": name, "cameras": list(cameras)})
    assert status == 200, group
    return group


def listed(sites: Sites, claims: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    status, body = sites.get(GROUPS, claims)
    assert status == 200
    return body["items"]


def change(sites: Sites, group: dict[str, Any], **changes: object) -> tuple[int, dict[str, Any]]:
    wanted = {name: value for name, value in group.items() if name != "id"}
    return sites.send("PUT", f"{GROUPS}/{group['id']}", {**wanted, **changes})


def test_groups_are_added_filled_moved_and_taken_away(sites: Sites) -> None:
    outside = add(sites, "Outside", "porch", "garden", "porch")
    assert (outside["cameras"], outside["position"], outside["version"]) == (
        ["garden", "porch"],
        0,
        1,
    )
    empty = add(sites, "Cellar")
    doors = add(sites, "Doors", "porch")
    status, moved = change(sites, doors, position=0, cameras=["door"], name="All doors")
    assert (status, moved["name"], moved["cameras"], moved["version"]) == (
        *(200, "All doors", ["door"]),
        2,
    )
    assert [(each["name"], each["position"]) for each in listed(sites)] == [
        *(("All doors", 0), ("Outside", 1), ("Cellar", 2))
    ]
    gone = f"{GROUPS}/{outside['id']}"
    assert sites.send("DELETE", gone, None, version=7)[0] == 409
    assert sites.send("DELETE", gone, None, version=1) == (200, {"id": outside["id"]})
    assert [each["id"] for each in listed(sites)] == [doors["id"], empty["id"]]


def test_two_editors_of_one_group_lose_nothing(sites: Sites) -> None:
    group = add(sites, "Outside", "porch")
    assert change(sites, group, cameras=["porch", "garden"])[0] == 200
    status, body = change(sites, group, cameras=["porch", "door"])
    assert (status, body["code"]) == (409, "conflict")
    assert [each["cameras"] for each in listed(sites)] == [["garden", "porch"]]


def test_a_repeated_wish_makes_one_group_and_a_name_belongs_to_one(sites: Sites) -> None:
    assert add(sites, "Outside", "porch") == add(sites, "Outside", "porch")
    status, body = sites.send("POST", GROUPS, {"name": "OUTSIDE", "cameras": ["door"]})
    assert (status, body["code"]) == (409, "name_taken")
    other = add(sites, "Inside")
    status, body = change(sites, other, name="outside")
    assert (status, body["code"]) == (409, "name_taken")


def test_a_guest_sees_groups_of_their_cameras_only_and_changes_none(
    sites: Sites, cloud: Cloud
) -> None:
    add(sites, "Outside", "porch", "garden")
    inside = add(sites, "Inside", "hall")
    guest = cloud.add_member("guest-1", "home", "guest", cameras=["garden"])
    assert [(each["name"], each["cameras"]) for each in listed(sites, guest)] == [
        ("Outside", ["garden"])
    ]
    viewer = cloud.add_member("viewer-1", "home")
    body: dict[str, object] = {"name": "Mine", "cameras": []}
    for claims in (guest, viewer):
        assert sites.send("POST", GROUPS, body, claims)[0] == 403
        assert sites.send("PUT", f"{GROUPS}/{inside['id']}", CHANGE, claims)[0] == 403
    operator = cloud.add_member("operator-1", "home", "operator")
    assert sites.send("POST", GROUPS, body, operator)[0] == 200


CHANGE: dict[str, object] = {"name": "Mine", "cameras": [], "position": 0, "version": 1}


@pytest.mark.parametrize("group", ["0123456789abcdef", "nothing"])
def test_a_group_that_is_not_there_cannot_be_changed(sites: Sites, group: str) -> None:
    assert sites.send("PUT", f"{GROUPS}/{group}", CHANGE)[0] == 404


@pytest.mark.parametrize(
    ("wish", "wrong"),
    [
        ({"name": "", "cameras": []}, "name"),
        ({"name": "a", "cameras": ["home_porch"]}, "cameras"),
        ({"name": "a", "cameras": ["x"] * 501}, "cameras"),
        ({"name": "a"}, "cameras"),
    ],
)
def test_what_cannot_be_is_named(sites: Sites, wish: dict[str, object], wrong: str) -> None:
    status, body = sites.send("POST", GROUPS, wish)
    assert (status, body["code"]) == (400, "invalid_parameter")
    assert wrong in body["detail"]


def test_a_site_has_no_more_groups_than_a_page_can_show() -> None:
    full: groups.Groups = {
        f"{number:016x}": {"name": str(number), "position": number, "version": 1}
        for number in range(50)
    }
    with pytest.raises(Rejected) as told:
        groups.add_group("home", full, "f" * 16, "one more", [])
    assert told.value.code == "full"
    assert groups.add_group("home", full, "f" * 16, "7", []) == Change()


def test_taking_a_group_away_moves_those_behind_it() -> None:
    present: groups.Groups = {
        f"{number:016x}": {"name": str(number), "position": number, "version": 1}
        for number in range(3)
    }
    change = groups.remove_group("home", present, f"{0:016x}", 1)
    assert [row["position"] for _, row in change.puts] == [0, 1]
    assert [place.sk for place in change.deletes] == [f"GROUP#{0:016x}"]
