"""Somebody who may see one camera asks for another, by every way of finding there is."""

import json
from typing import Any

import pytest

from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, Cloud

pytestmark = pytest.mark.usefixtures("porch")
ATTIC_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
DAY = {"after": "2026-11-21T00:00:00Z", "before": "2026-11-22T00:00:00Z"}
MONTH = {"month": "2026-11"}
WHERE: list[tuple[str, dict[str, str]]] = [
    ("/v1/clips", {}),
    ("/v1/days", {"site": "home", **MONTH}),
    ("/v1/timeline", {"site": "home", **DAY}),
    ("/v1/statistics", {"site": "home", **DAY}),
]


Claims = dict[str, Any]


@pytest.fixture
def guest(functions: Functions, cloud: Cloud) -> Claims:
    """Claims of a guest of home's porch; there is an attic as well."""
    add(functions, cloud, ATTIC_ID, "2026-11-21T04:26:14.124Z", camera="attic")
    return cloud.add_member("guest-1", "home", "guest", cameras=["porch"])


@pytest.mark.parametrize(("path", "query"), [*WHERE, ("/v1/cameras", {})])
def test_what_is_found_is_of_their_camera_only(
    functions: Functions, guest: Claims, path: str, query: dict[str, str]
) -> None:
    status, body = functions.call(path, guest, **query)
    told = json.dumps(body)
    assert status == 200
    assert "attic" not in told
    assert ATTIC_ID not in told
    if path != "/v1/days":
        assert "home_porch" in told


@pytest.mark.parametrize(("path", "query"), WHERE)
@pytest.mark.parametrize("cameras", ["home_attic", "home_attic,home_porch", "home_none"])
def test_another_camera_is_not_found(
    functions: Functions, guest: Claims, path: str, query: dict[str, str], cameras: str
) -> None:
    status, body = functions.call(path, guest, camera=cameras, **query)
    assert (status, body["code"]) == (404, "not_found")


def test_days_count_their_camera_only(functions: Functions, guest: Claims) -> None:
    _, body = functions.call("/v1/days", guest, site="home", **MONTH)
    assert body["items"] == [{"date": "2026-11-21", "clips": 1, "unseen": 1}]


def test_a_clip_of_another_camera_is_neither_read_nor_marked(
    functions: Functions, guest: Claims
) -> None:
    assert functions.call(f"/v1/clips/{ATTIC_ID}", guest)[0] == 404
    marks = {"ids": [ATTIC_ID, CLIP_ID], "seen": True}
    assert functions.send("PUT", "/v1/seen", marks, guest) == (200, {"ids": [CLIP_ID]})
