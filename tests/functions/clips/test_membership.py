"""What members, strangers and the confused are answered, on every route there is."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from functions.clips import handler
from infra.clips.capability import ROUTES as DECLARED
from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import (
    CLIP_ID,
    RECORDED_AT,
    Cloud,
    Context,
    claims_of,
    http_call,
)

pytestmark = pytest.mark.usefixtures("porch")
ROUTES = [
    path.replace("{id}", CLIP_ID).replace("{site}", "home")
    for method, path in (route.split(" ") for route in DECLARED)
    # One export is its maker's alone: test_exports.py.
    if method == "GET" and "{export}" not in path
]
# What a route needs to be told, and what its answer holds where that is not the site.
QUERIES: dict[str, dict[str, str]] = {
    "/v1/days": {"site": "home", "month": "2026-11"},
    "/v1/timeline": {
        "site": "home",
        "after": "2026-11-21T00:00:00Z",
        "before": "2026-11-22T00:00:00Z",
    },
    "/v1/statistics": {"site": "home"},
}
TOLD = {"/v1/days": "2026-11-21"}
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


@pytest.mark.parametrize("path", ROUTES)
def test_a_member_is_answered_with_what_is_home(functions: Functions, path: str) -> None:
    # The access log has a line once somebody looked, and links must be made.
    functions.call(f"/v1/clips/{CLIP_ID}")
    ends = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    functions.send("POST", f"/v1/clips/{CLIP_ID}/shares", {"expires_at": ends})
    span = {"after": RECORDED_AT, "before": "2026-11-22T00:00:00Z"}
    functions.send("POST", "/v1/exports", {"cameras": ["home_porch"], **span})
    status, body = functions.call(path, **QUERIES.get(path, {}))
    assert status == 200
    assert TOLD.get(path, "home") in json.dumps(body)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "claims",
    [
        claims_of("barn"),
        claims_of(),
        {"sub": "5f1c", "token_use": "access", "cognito:groups": "[]"},
        {
            "sub": "5f1c",
            "token_use": "access",
            "cognito:groups": "[home xsite:home SITE:home site:home/]",
        },
    ],
)
def test_a_stranger_learns_nothing_of_home(
    functions: Functions, path: str, claims: Mapping[str, object]
) -> None:
    status, body = functions.call(path, claims, **QUERIES.get(path, {}))
    assert status in (200, 404)
    told = json.dumps(body)
    for word in ("home_porch", CLIP_ID, '"home"', "Signature"):
        assert word not in told
    assert body.get("items", []) in ([], [{"id": "barn"}])


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"token_use": "id", "cognito:groups": "[site:home]"},
        {"sub": "5f1c", "token_use": "access", "cognito:groups": "site:home"},
    ],
)
def test_claims_that_are_no_access_tokens_are_forbidden(
    functions: Functions, path: str, claims: Mapping[str, object]
) -> None:
    status, body = functions.call(path, claims, **QUERIES.get(path, {}))
    assert (status, body["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", ROUTES)
def test_a_call_that_nobody_verified_is_forbidden(functions: Functions, path: str) -> None:
    _ = functions
    answer = handler.api(http_call(path, QUERIES.get(path)), Context())
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (403, "forbidden")


def test_a_foreign_clip_and_one_that_does_not_exist_are_answered_alike(
    functions: Functions,
) -> None:
    foreign = functions.call(f"/v1/clips/{CLIP_ID}", claims_of("barn"))
    assert foreign == functions.call(f"/v1/clips/{OTHER_ID}", claims_of("barn"))
    assert foreign == functions.call("/v1/clips/no-clip", claims_of("barn"))
    assert (foreign[0], foreign[1]["code"]) == (404, "not_found")


def test_a_foreign_camera_and_one_that_does_not_exist_are_answered_alike(
    functions: Functions,
) -> None:
    foreign = functions.call("/v1/clips", claims_of("barn"), camera="home_porch")
    assert foreign == functions.call("/v1/clips", claims_of("barn"), camera="barn_none")
    assert (foreign[0], foreign[1]["code"]) == (404, "not_found")


def test_sites_are_those_of_the_caller(functions: Functions) -> None:
    assert functions.call("/v1/sites", claims_of("home", "barn")) == (
        200,
        {"items": [{"id": "barn"}, {"id": "home"}]},
    )


def test_a_cursor_gives_no_access(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z")
    _, body = functions.call("/v1/clips", limit=1)
    answer = functions.call("/v1/clips", claims_of("barn"), cursor=body["cursor"])
    assert answer == (200, {"items": [], "cursor": None})


def test_the_most_sites_a_person_may_have_are_answered(functions: Functions) -> None:
    sites = [f"s{number}" for number in range(80)]
    status, body = functions.call("/v1/clips", claims_of("home", *sites), limit=100)
    assert (status, len(body["items"])) == (200, 1)
