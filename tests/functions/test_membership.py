"""Only verified groups of an access token make a caller a member."""

import pytest

from contract import names
from functions.errors import Rejected
from functions.membership import (
    ROLES,
    Action,
    Caller,
    Membership,
    Role,
    read_appointed,
    read_person,
)


@pytest.mark.parametrize(
    ("groups", "sites"),
    [
        ("[site:home]", ("home",)),
        ("[site:home site:barn]", ("barn", "home")),
        ("[site:home site:home]", ("home",)),
        ("[admins site:home eu-central-1_abc_Google]", ("home",)),
        ("[]", ()),
        ("[site:]", ()),
        ("[site:HOME site:ho_me site:-x Site:barn xsite:barn site:home/..]", ()),
    ],
)
def test_groups_of_sites_are_sites(groups: str, sites: tuple[str, ...]) -> None:
    assert read_appointed({"token_use": "access", "cognito:groups": groups}) == sites


def test_a_person_in_no_group_sees_nothing() -> None:
    assert read_appointed({"token_use": "access", "sub": "1"}) == ()


@pytest.mark.parametrize(
    "claims", [{}, {"sub": "1"}, {"token_use": "id", "sub": "1"}, {"token_use": "access", "sub": 1}]
)
def test_only_an_access_token_names_a_person(claims: dict[str, object]) -> None:
    with pytest.raises(Rejected) as told:
        read_person(claims)
    assert told.value.code == "forbidden"


@pytest.mark.parametrize(
    "groups",
    ["site:home", "[site:home] [site:barn]", "", None, ["site:home"], {"site:home": 1}],
)
def test_odd_groups_are_refused(groups: object) -> None:
    with pytest.raises(Rejected) as told:
        read_appointed({"token_use": "access", "sub": "1", "cognito:groups": groups})
    assert told.value.code == "forbidden"
    assert "home" not in told.value.text


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("owner", "govern", None),
        ("operator", "arrange", "delete"),
        ("viewer", "export", "share"),
        ("guest", "watch", "keep"),
    ],
)
def test_a_role_allows_what_it_lists_and_no_more(
    role: Role, may: Action, may_not: Action | None
) -> None:
    caller = Caller("1", (Membership("home", role),))
    caller.require(may, "home")
    if may_not is not None:
        with pytest.raises(Rejected) as told:
            caller.require(may_not, "home")
        assert told.value.code == "forbidden"
    with pytest.raises(Rejected) as told:
        caller.require("watch", "barn")
    assert told.value.code == "not_found"


def test_roles_are_those_of_the_contract() -> None:
    assert ROLES == names.ROLES


def test_a_guest_sees_the_cameras_that_were_chosen() -> None:
    caller = Caller("1", (Membership("home", "guest", frozenset({"porch"})),))
    assert caller.sees("home", "porch")
    assert not caller.sees("home", "garden")
    assert not caller.sees("barn", "porch")


def test_no_more_sites_are_used_than_a_call_can_serve() -> None:
    most = names.CLIPS_SITES_PER_PERSON_MAX
    groups = " ".join(f"site:s{number:03}" for number in range(most + 7))
    sites = read_appointed({"token_use": "access", "cognito:groups": f"[{groups}]"})
    assert len(sites) == most
    assert sites[0] == "s000"
