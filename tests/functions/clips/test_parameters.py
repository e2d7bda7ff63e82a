"""Wrong parameters are told to the caller by their names."""

import pytest

from functions.clips import handler
from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import (
    Cloud,
    Context,
    claims_of,
    http_call,
)

pytestmark = pytest.mark.usefixtures("porch")
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "1_0"),
        ("limit", " 5"),
        ("limit", "5.0"),
        ("limit", "-1"),
        ("limit", ""),
        ("limit", "9" * 30),
        ("limit", "0" * 8 + "10000000"),
        ("limit", "0" * 5000),
        ("limit", "1,2"),
        ("kind", "film"),
        ("kind", ""),
        ("camera", "porch"),
        ("camera", "home_porch_x"),
        ("camera", "home_../../barn"),
        ("camera", "HOME_porch"),
        ("before", "yesterday"),
        ("before", "2026-11-21T04:26:14"),
        ("after", "2026-02-30T00:00:00Z"),
        ("after", "1795235174"),
        ("cursor", "x"),
        ("cursor", ""),
        ("cursor", "A" * 5000),
    ],
)
def test_a_wrong_parameter_is_named(functions: Functions, name: str, value: str) -> None:
    status, body = functions.call("/v1/clips", **{name: value})
    assert status == 400
    assert body["code"] in ("invalid_parameter", "invalid_cursor")
    assert body["detail"].startswith(f"{name}: ")


def test_all_wrong_parameters_are_named_at_once(functions: Functions) -> None:
    _, body = functions.call("/v1/clips", limit=0, kind="film", before="x")
    for name in ("limit: ", "kind: ", "before: "):
        assert name in body["detail"]


def test_a_parameter_given_twice_is_refused(functions: Functions) -> None:
    event = http_call("/v1/clips", {"limit": "1,2"}, claims_of("home"))
    event["rawQueryString"] = "limit=1&limit=2"
    _ = functions
    assert handler.api(event, Context())["statusCode"] == 400


def test_a_cursor_of_other_filters_is_a_mismatch(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z")
    _, body = functions.call("/v1/clips", limit=1)
    cursor = body["cursor"]
    assert functions.call("/v1/clips", limit=9, cursor=cursor)[0] == 200
    for status, body in (
        functions.call("/v1/clips", cursor=cursor, kind="clip"),
        functions.call("/v1/clips", cursor=cursor, camera="home_porch"),
        functions.call("/v1/clips", cursor=cursor, before="2027-01-01T00:00:00Z"),
        functions.call("/v1/cameras", cursor=cursor),
    ):
        assert (status, body["code"]) == (400, "cursor_mismatch")
