"""Sites: who sees them, what they are called, and that no rename is lost."""

import pytest

from tests.functions.cloud import Cloud, claims_of
from tests.functions.sites.conftest import Sites

HOME = {"id": "home", "name": "home", "zone": "UTC", "role": "owner", "cameras": None, "version": 0}


def test_a_site_that_nobody_named_has_its_id_for_a_name(sites: Sites) -> None:
    assert sites.get("/v1/sites") == (200, {"items": [HOME]})
    assert sites.get("/v1/sites/home") == (200, HOME)


def test_a_person_sees_each_site_by_name_with_their_part_in_it(sites: Sites, cloud: Cloud) -> None:
    sites.send("PATCH", "/v1/sites/home", {"name": "Zuhause", "version": 0})
    guest = cloud.add_member("guest-1", "home", "guest", cameras=["porch", "garden"])
    cloud.add_member("guest-1", "shed", "viewer", ends_s=1_700_000_000)
    status, body = sites.get("/v1/sites", guest | claims_of("barn") | {"sub": "guest-1"})
    assert status == 200
    assert body["items"] == [
        {**HOME, "id": "barn", "name": "barn"},
        {**HOME, "name": "Zuhause", "role": "guest", "cameras": ["garden", "porch"], "version": 1},
    ]


def test_an_owner_renames_a_site_and_sets_its_clock(sites: Sites) -> None:
    change = {"name": "Haus am See \u2600", "zone": "Europe/Berlin", "version": 0}
    status, body = sites.send("PATCH", "/v1/sites/home", change)
    assert (status, body) == (200, {**HOME, **change, "version": 1})
    status, body = sites.send("PATCH", "/v1/sites/home", {"zone": "Asia/Tokyo", "version": 1})
    assert (status, body["name"], body["zone"]) == (200, change["name"], "Asia/Tokyo")


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(sites: Sites) -> None:
    assert sites.send("PATCH", "/v1/sites/home", {"name": "First", "version": 0})[0] == 200
    for version in (0, 2, 7):
        status, body = sites.send("PATCH", "/v1/sites/home", {"name": "Second", "version": version})
        assert (status, body["code"]) == (409, "conflict")
    assert sites.get("/v1/sites/home")[1]["name"] == "First"


@pytest.mark.parametrize("role", ["operator", "viewer", "guest"])
def test_only_owners_change_a_site(sites: Sites, cloud: Cloud, role: str) -> None:
    claims = cloud.add_member("somebody", "home", role)
    status, body = sites.send("PATCH", "/v1/sites/home", {"name": "Mine", "version": 0}, claims)
    assert (status, body["code"]) == (403, "forbidden")
    assert role in body["detail"]


@pytest.mark.parametrize("site", ["barn", "nowhere", "NOT%20A%20SITE", "a" * 200])
def test_a_foreign_site_is_like_none(sites: Sites, site: str) -> None:
    for method, change in (("GET", None), ("PATCH", {"name": "Mine", "version": 0})):
        status, body = sites.send(method, f"/v1/sites/{site}", change)
        assert (status, body["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": " Home"}, "name"),
        ({"name": "Home\u202e"}, "name"),
        ({"name": "a" * 61}, "name"),
        ({"zone": "Berlin"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"zone": "posix/Europe/Berlin"}, "zone"),
        ({"colour": "red"}, "colour"),
        ({"version": "0"}, "version"),
        ({"version": -1}, "version"),
        ({"version": None}, "version"),
    ],
)
def test_what_cannot_be_is_named(sites: Sites, change: dict[str, object], wrong: str) -> None:
    status, body = sites.send("PATCH", "/v1/sites/home", {"version": 0, **change})
    assert (status, body["code"]) == (400, "invalid_parameter")
    assert wrong in body["detail"]
