"""Only verified groups of an access token make a caller a member."""

import pytest

from contract import names
from functions.clips.logic.membership import read_sites
from functions.errors import Rejected


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
    assert read_sites({"token_use": "access", "cognito:groups": groups}) == sites


def test_a_person_in_no_group_sees_nothing() -> None:
    assert read_sites({"token_use": "access", "sub": "1"}) == ()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"cognito:groups": "[site:home]"},
        {"token_use": "id", "cognito:groups": "[site:home]"},
        {"token_use": "access", "cognito:groups": "site:home"},
        {"token_use": "access", "cognito:groups": "[site:home] [site:barn]"},
        {"token_use": "access", "cognito:groups": ""},
        {"token_use": "access", "cognito:groups": None},
        {"token_use": "access", "cognito:groups": ["site:home"]},
        {"token_use": "access", "cognito:groups": {"site:home": 1}},
    ],
)
def test_odd_claims_are_refused(claims: dict[str, object]) -> None:
    with pytest.raises(Rejected) as told:
        read_sites(claims)
    assert told.value.code == "forbidden"
    assert "home" not in told.value.text


def test_no_more_sites_are_used_than_a_call_can_serve() -> None:
    most = names.CLIPS_SITES_PER_PERSON_MAX
    groups = " ".join(f"site:s{number:03}" for number in range(most + 7))
    sites = read_sites({"token_use": "access", "cognito:groups": f"[{groups}]"})
    assert len(sites) == most
    assert sites[0] == "s000"
