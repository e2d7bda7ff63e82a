"""What a person has seen follows them, and nobody else."""

import pytest

from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, Cloud, claims_of

pytestmark = pytest.mark.usefixtures("porch")
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"
YARD_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSY"


def mark(functions: Functions, *ids: str, seen: bool = True) -> tuple[int, dict[str, object]]:
    return functions.send("PUT", "/v1/seen", {"ids": list(ids), "seen": seen})


def seen(functions: Functions, person: str = "5f1c", **query: object) -> dict[str, bool]:
    claims = claims_of("home") | {"sub": person}
    status, body = functions.call("/v1/clips", claims, **query)
    assert status == 200
    return {item["id"]: item["seen"] for item in body["items"]}


def test_clips_are_seen_by_who_marked_them_only_and_it_can_be_undone(
    functions: Functions, cloud: Cloud
) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T23:59:59.999Z", camera="attic")
    assert seen(functions) == {CLIP_ID: False, OTHER_ID: False}
    for _ in range(2):
        assert mark(functions, CLIP_ID, OTHER_ID) == (200, {"ids": [CLIP_ID, OTHER_ID]})
    assert seen(functions) == {CLIP_ID: True, OTHER_ID: True}
    assert functions.call(f"/v1/clips/{CLIP_ID}")[1]["seen"] is True
    assert seen(functions, "another") == {CLIP_ID: False, OTHER_ID: False}
    assert mark(functions, OTHER_ID, seen=False) == (200, {"ids": [OTHER_ID]})
    assert seen(functions) == {CLIP_ID: True, OTHER_ID: False}


def test_the_list_shows_only_seen_or_only_unseen(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z")
    mark(functions, CLIP_ID)
    assert seen(functions, seen="true") == {CLIP_ID: True}
    assert seen(functions, seen="false") == {OTHER_ID: False}


def test_unseen_among_many_seen_is_found_page_by_page(functions: Functions, cloud: Cloud) -> None:
    ids = [f"{number:026}" for number in range(40)]
    for number, clip_id in enumerate(ids):
        add(functions, cloud, clip_id, f"2026-11-2{number // 10}T00:{number:02}:00.000Z")
    mark(functions, *ids[1:], CLIP_ID)
    found: list[str] = []
    _, body = functions.call("/v1/clips", seen="false", limit=4)
    for _ in range(42):
        found += [item["id"] for item in body["items"]]
        if body["cursor"] is None:
            break
        _, body = functions.call("/v1/clips", seen="false", limit=4, cursor=body["cursor"])
    assert (found, body["cursor"]) == ([ids[0]], None)


def test_what_is_not_the_callers_or_cannot_be_is_left_out(
    functions: Functions, cloud: Cloud
) -> None:
    add(functions, cloud, YARD_ID, "2026-11-21T04:26:14.124Z", site="barn", camera="yard")
    answer = mark(functions, YARD_ID, OTHER_ID, "no-clip", CLIP_ID, CLIP_ID)
    assert answer == (200, {"ids": [CLIP_ID]})
    rows = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    keys = [pk for row in rows if (pk := str(row["pk"].get("S"))).startswith("SEEN")]
    assert keys == ["SEEN#5f1c#home#2026-11-21"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"ids": [], "seen": True}, "ids"),
        ({"ids": [CLIP_ID] * 101, "seen": True}, "ids"),
        ({"ids": [CLIP_ID], "seen": "yes"}, "seen"),
        ({"ids": [CLIP_ID]}, "seen"),
        ({"ids": CLIP_ID, "seen": True}, "ids"),
        ({"ids": ["x" * 65], "seen": True}, "ids"),
        ({"ids": [None], "seen": True}, "ids"),
        ({"ids": [CLIP_ID], "seen": True, "by": "another"}, "by"),
        (None, ""),
        ([], ""),
        ("x", ""),
    ],
)
def test_wrong_bodies_are_told_where(functions: Functions, body: object, named: str) -> None:
    status, problem = functions.send("PUT", "/v1/seen", body)
    assert (status, problem["code"]) == (400, "invalid_parameter")
    assert named in problem["detail"]
