"""Members: invited by address, limited, changed and removed, never without an owner."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.functions.cloud import Cloud, claims_of
from tests.functions.sites.conftest import Answer, Sites

MEMBERS = "/v1/sites/home/members"
LATER = "2099-12-24T18:00:00+01:00"


def invite(sites: Sites, email: str = "Ann@Example.org", **part: object) -> Answer:
    return sites.send("POST", MEMBERS, {"email": email, "role": "guest", **part})


def listed(sites: Sites, claims: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    status, body = sites.get(MEMBERS, claims)
    assert status == 200, body
    return body["items"]


def test_a_guest_is_invited_comes_and_sees_their_camera(sites: Sites) -> None:
    status, ann = invite(sites, cameras=["porch"], expires_at=LATER)
    assert status == 200, ann
    assert ann == {
        "id": ann["id"],
        "email": "ann@example.org",
        "name": None,
        "role": "guest",
        "cameras": ["porch"],
        "expires_at": "2099-12-24T17:00:00.000Z",
        "state": "invited",
        "version": 1,
        "mailed": True,
    }
    claims = claims_of() | {"sub": ann["id"]}
    _, body = sites.get("/v1/sites", claims)
    assert [(each["id"], each["cameras"]) for each in body["items"]] == [("home", ["porch"])]
    assert [each["state"] for each in listed(sites)] == ["active"]


def test_a_repeated_invitation_changes_nothing_and_another_part_is_a_conflict(
    sites: Sites,
) -> None:
    first = invite(sites)[1]
    assert invite(sites) == (200, {**first, "mailed": False})
    status, body = invite(sites, role="viewer")
    assert (status, body["code"]) == (409, "conflict")
    assert len(listed(sites)) == 1


def test_who_has_an_account_gets_no_second_letter(sites: Sites, cloud: Cloud) -> None:
    person = cloud.appoint("bob@example.org", "barn")["sub"]
    status, bob = invite(sites, "bob@example.org", role="viewer")
    assert (status, bob["id"], bob["mailed"]) == (200, person, False)


def test_a_part_is_changed_and_the_second_editor_is_told(sites: Sites) -> None:
    ann = invite(sites, cameras=["porch"], expires_at=LATER)[1]
    path = f"{MEMBERS}/{ann['id']}"
    status, changed = sites.send("PATCH", path, {"cameras": None, "version": 1})
    assert (status, changed["cameras"], changed["version"]) == (200, None, 2)
    assert changed["expires_at"] == ann["expires_at"]
    status, body = sites.send("PATCH", path, {"role": "viewer", "version": 1})
    assert (status, body["code"]) == (409, "conflict")
    body = {"role": "owner", "expires_at": None, "version": 2}
    assert sites.send("PATCH", path, body)[1]["role"] == "owner"


def test_a_removed_member_is_nobody_at_once(sites: Sites) -> None:
    ann = invite(sites)[1]
    claims = claims_of() | {"sub": ann["id"]}
    assert sites.get("/v1/sites/home", claims)[0] == 200
    assert sites.send("DELETE", f"{MEMBERS}/{ann['id']}", None) == (200, {"id": ann["id"]})
    assert sites.get("/v1/sites/home", claims)[0] == 404
    assert sites.send("DELETE", f"{MEMBERS}/{ann['id']}", None)[0] == 404
    assert listed(sites) == []


def test_a_member_leaves_by_themselves_and_removes_nobody_else(sites: Sites, cloud: Cloud) -> None:
    guest = cloud.add_member("guest-1", "home", "guest")
    cloud.add_member("guest-2", "home", "guest")
    assert sites.send("DELETE", f"{MEMBERS}/guest-2", None, guest)[0] == 403
    assert sites.send("DELETE", f"{MEMBERS}/guest-1", None, guest)[0] == 200
    assert sites.get("/v1/sites", guest) == (200, {"items": []})


def test_the_last_owner_stays(sites: Sites, cloud: Cloud) -> None:
    owner = cloud.add_member("owner-1", "home", "owner")
    path = f"{MEMBERS}/owner-1"
    # An invitation that nobody answered does not govern.
    assert sites.send("POST", MEMBERS, {"email": "x@example.org", "role": "owner"}, owner)[0] == 200
    for method, body in (("DELETE", None), ("PATCH", {"role": "viewer", "version": 1})):
        status, told = sites.send(method, path, body, owner)
        assert (status, told["code"]) == (409, "last_owner")
    cloud.add_member("owner-2", "home", "owner")
    assert sites.send("DELETE", path, None, owner)[0] == 200


def test_only_the_platform_team_changes_whom_it_appointed(sites: Sites, cloud: Cloud) -> None:
    eve = cloud.appoint("eve@example.org", "home")
    (shown,) = listed(sites, eve)
    assert (shown["state"], shown["role"], shown["email"]) == (
        *("appointed", "owner"),
        "eve@example.org",
    )
    path = f"{MEMBERS}/{eve['sub']}"
    for method, body in (
        ("DELETE", None),
        ("PATCH", {"role": "guest", "version": 0}),
    ):
        status, told = sites.send(method, path, body, eve)
        assert (status, told["code"]) == (409, "appointed")
    status, told = sites.send("POST", MEMBERS, {"email": "eve@example.org", "role": "guest"}, eve)
    assert (status, told["code"]) == (409, "appointed")


def test_whose_time_is_over_stays_listed_and_is_let_in_again(sites: Sites, cloud: Cloud) -> None:
    cloud.appoint("bob@example.org")
    bob = cloud.people.admin_get_user(UserPoolId=cloud.pool_id, Username="bob@example.org")
    cloud.add_member(bob["Username"], "home", "guest", ends_s=1_700_000_000)
    assert [each["state"] for each in listed(sites)] == ["expired"]
    status, again = invite(sites, "bob@example.org", expires_at=LATER)
    assert (status, again["state"], again["version"]) == (200, "invited", 2)
    assert len(listed(sites)) == 1


@pytest.mark.parametrize("role", ["operator", "viewer", "guest"])
def test_only_owners_govern(sites: Sites, cloud: Cloud, role: str) -> None:
    claims = cloud.add_member("somebody", "home", role)
    assert sites.get(MEMBERS, claims)[0] == 403
    body = {"email": "x@example.org", "role": "owner"}
    assert sites.send("POST", MEMBERS, body, claims)[0] == 403
    change = {"role": "owner", "version": 1}
    assert sites.send("PATCH", f"{MEMBERS}/somebody", change, claims)[0] == 403


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.c\nBcc: d@e.f"}, "email"),
        ({"role": "king"}, "role"),
        ({"role": "owner", "cameras": ["porch"]}, "role"),
        ({"cameras": []}, "cameras"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "tomorrow"}, "expires_at"),
    ],
)
def test_what_cannot_be_is_named(sites: Sites, part: dict[str, Any], wrong: str) -> None:
    status, body = invite(sites, **{"email": "ann@example.org", **part})
    assert (status, body["code"]) == (400, "invalid_parameter")
    assert wrong in body["detail"]
