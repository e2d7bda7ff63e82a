"""Profiles: each person their own."""

from typing import Any, get_args

import pytest

from contract import names
from functions.sites import models_me
from tests.functions.cloud import Cloud
from tests.functions.sites.conftest import Sites

TOLD: dict[str, Any] = {
    "channel": "push",
    "cameras": ["home_garden", "home_porch"],
    "quiet_from": "22:00",
    "quiet_to": "07:00",
    "zone": "Europe/Berlin",
}
CHOICES = {"name": "Ann", "language": "de", "theme": "dark", "dates": "iso", "notifications": TOLD}


def test_the_choices_are_those_of_the_contract() -> None:
    assert get_args(models_me.Language) == names.LANGUAGES
    assert get_args(models_me.Theme) == names.THEMES
    assert get_args(models_me.Dates) == names.DATE_STYLES
    assert get_args(models_me.Channel) == names.CHANNELS


def test_a_profile_is_chosen_and_the_second_editor_is_told(sites: Sites, cloud: Cloud) -> None:
    ann = cloud.appoint("ann@example.org")
    status, first = sites.get("/v1/me", ann)
    assert status == 200
    assert (first["email"], first["name"], first["language"]) == ("ann@example.org", None, "auto")
    assert first["notifications"] == {
        **dict.fromkeys(TOLD),
        "channel": "none",
    }
    status, chosen = sites.send("PUT", "/v1/me", {**CHOICES, "version": 0}, ann)
    assert (status, chosen) == (200, {**first, **CHOICES, "version": 1})
    status, body = sites.send("PUT", "/v1/me", {**CHOICES, "version": 0}, ann)
    assert (status, body["code"]) == (409, "conflict")
    calm = {**CHOICES, "notifications": {**dict.fromkeys(TOLD), "channel": "none"}, "version": 1}
    assert sites.send("PUT", "/v1/me", calm, ann)[1]["notifications"] == first["notifications"]
    assert sites.get("/v1/me")[1]["version"] == 0, "somebody else's is untouched"


def test_owners_see_the_name_that_a_member_chose(sites: Sites, cloud: Cloud) -> None:
    viewer = cloud.add_member("viewer-1", "home")
    sites.send("PUT", "/v1/me", {**CHOICES, "version": 0}, viewer)
    _, body = sites.get("/v1/sites/home/members")
    assert [each["name"] for each in body["items"]] == ["Ann"]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"quiet_from": None}, "notifications"),
        ({"zone": None}, "notifications"),
        ({"quiet_from": "24:00"}, "quiet_from"),
        ({"cameras": ["porch"]}, "cameras"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_is_named(sites: Sites, told: dict[str, object], wrong: str) -> None:
    body = {**CHOICES, "notifications": {**TOLD, **told}, "version": 0}
    status, answer = sites.send("PUT", "/v1/me", body)
    assert (status, answer["code"]) == (400, "invalid_parameter")
    assert wrong in answer["detail"]
