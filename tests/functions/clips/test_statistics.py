"""Calendar, timeline and statistics tell what ingest counted."""

import pytest

from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, Cloud, claims_of

pytestmark = pytest.mark.usefixtures("porch")
IDS = [f"{number:026}" for number in range(4)]


@pytest.fixture
def three_days(functions: Functions, cloud: Cloud) -> None:
    """Beside the porch's clip of 21 November 04:26 UTC."""
    add(functions, cloud, IDS[0], "2026-11-20T22:59:59.999Z", camera="attic")
    add(functions, cloud, IDS[1], "2026-11-20T23:00:00.000Z")
    add(functions, cloud, IDS[2], "2026-12-01T00:00:00.000Z")


@pytest.mark.usefixtures("three_days")
def test_the_calendar_counts_the_days_of_a_zone_and_what_is_unseen(functions: Functions) -> None:
    functions.send("PUT", "/v1/seen", {"ids": [CLIP_ID], "seen": True})

    def days(**query: object) -> list[tuple[str, int, int]]:
        asked = {"site": "home", "month": "2026-11", **query}
        status, body = functions.call("/v1/days", **asked)
        assert status == 200
        return [(day["date"], day["clips"], day["unseen"]) for day in body["items"]]

    assert days() == [("2026-11-20", 2, 2), ("2026-11-21", 1, 0)]
    assert days(zone="Europe/Berlin") == [("2026-11-20", 1, 1), ("2026-11-21", 2, 1)]
    assert days(zone="America/New_York") == [("2026-11-20", 3, 2), ("2026-11-30", 1, 1)]
    assert days(camera="home_attic") == [("2026-11-20", 1, 1)]
    assert days(camera="home_attic,home_porch") == days()
    assert days(month="2026-10") == []


@pytest.mark.usefixtures("three_days")
def test_the_timeline_shows_each_camera_by_quarters(functions: Functions) -> None:
    day = {"after": "2026-11-20T00:00:00Z", "before": "2026-11-21T00:00:00Z"}
    status, body = functions.call("/v1/timeline", site="home", **day)
    assert (status, body["bucket_ms"]) == (200, 900000)
    assert body["cameras"] == [
        {
            "id": "home_attic",
            "buckets": [{"at": "2026-11-20T22:45:00.000Z", "clips": 1, "duration_ms": 0}],
        },
        {
            "id": "home_porch",
            "buckets": [{"at": "2026-11-20T23:00:00.000Z", "clips": 1, "duration_ms": 0}],
        },
    ]
    _, body = functions.call("/v1/timeline", site="home", camera="home_porch", **day)
    assert [camera["id"] for camera in body["cameras"]] == ["home_porch"]


@pytest.mark.usefixtures("three_days")
def test_statistics_add_up(functions: Functions) -> None:
    period = {"after": "2026-11-20T00:00:00Z", "before": "2026-12-02T00:00:00Z"}
    status, body = functions.call("/v1/statistics", site="home", **period)
    assert (status, body["currency"], body["retention_days"]) == (200, "USD", 30)
    assert len(body["by_day"]) == 12
    for rows in (body["by_day"], body["by_hour"], body["cameras"]):
        assert sum(row["clips"] for row in rows) == 4
    sizes = {camera["id"]: camera["bytes"] for camera in body["cameras"]}
    assert sizes == {"home_attic": 5, "home_porch": 20}
    assert body["stored_bytes"] >= 0


@pytest.mark.parametrize("path", ["/v1/days", "/v1/timeline", "/v1/statistics"])
def test_strangers_and_foreign_cameras_are_not_found(functions: Functions, path: str) -> None:
    day = {"after": "2026-11-20T00:00:00Z", "before": "2026-11-21T00:00:00Z"}
    rest = {"month": "2026-11"} if path == "/v1/days" else day
    for claims, query in (
        (claims_of("barn"), {"site": "home"}),
        (claims_of(), {"site": "home"}),
        (claims_of("home"), {"site": "none"}),
        (claims_of("home"), {"site": "home", "camera": "barn_yard"}),
        (claims_of("home", "barn"), {"site": "home", "camera": "barn_yard"}),
    ):
        status, body = functions.call(path, claims, **query, **rest)
        assert (status, body["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        ("/v1/days", {"month": "2026-11"}, "site"),
        ("/v1/days", {"site": "home"}, "month"),
        ("/v1/days", {"site": "home", "month": "2026-13"}, "month"),
        ("/v1/days", {"site": "home", "month": "2026-11", "zone": "Europe"}, "zone"),
        ("/v1/days", {"site": "home", "month": "2026-11", "camera": "porch"}, "camera"),
        ("/v1/timeline", {"site": "home", "after": "2026-11-20T00:00:00Z"}, "before"),
        ("/v1/timeline", {"site": "HOME!", "before": "x", "after": "y"}, "site"),
        (
            "/v1/timeline",
            {"site": "home", "after": "2026-11-01T00:00:00Z", "before": "2026-11-10T00:00:00Z"},
            "before",
        ),
        (
            "/v1/statistics",
            {"site": "home", "after": "2026-01-01T00:00:00Z", "before": "2026-11-10T00:00:00Z"},
            "before",
        ),
        ("/v1/statistics", {"site": "home", "after": "2999-01-01T00:00:00Z"}, "after"),
        ("/v1/statistics", {"site": "home", "before": "0001-01-01T00:00:00Z"}, "before"),
    ],
)
def test_wrong_questions_are_told_where(
    functions: Functions, path: str, query: dict[str, str], named: str
) -> None:
    status, body = functions.call(path, **query)
    assert (status, body["code"]) == (400, "invalid_parameter")
    assert named in body["detail"]


def test_the_ends_of_time_are_no_mistake_of_ours(functions: Functions) -> None:
    for after, before in (
        ("2199-12-30T00:00:00Z", "2199-12-31T23:59:59.999Z"),
        ("1900-01-01T00:00:00.001Z", "1900-01-02T00:00:00Z"),
    ):
        query = {"site": "home", "after": after, "before": before}
        for zone in ("UTC", "Pacific/Kiritimati", "America/New_York"):
            assert functions.call("/v1/statistics", **query, zone=zone)[0] == 200
        assert functions.call("/v1/timeline", **query)[0] == 200
    for after, before in (
        ("9999-12-30T00:00:00Z", "9999-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z"),
    ):
        query = {"site": "home", "after": after, "before": before}
        for path in ("/v1/statistics", "/v1/timeline"):
            assert functions.call(path, **query)[0] == 400
    for month in ("1900-01", "2099-12"):
        assert functions.call("/v1/days", site="home", month=month)[0] == 200
