"""What members, guests of some cameras and strangers see of clips and their media."""

import base64
import json
import time
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, MEDIA_URL, Cloud, claims_of

pytestmark = pytest.mark.usefixtures("porch")
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


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


def test_a_cursor_gives_no_access(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z")
    _, body = functions.call("/v1/clips", limit=1)
    answer = functions.call("/v1/clips", claims_of("barn"), cursor=body["cursor"])
    assert answer == (200, {"items": [], "cursor": None})


def test_the_most_sites_a_person_may_have_are_answered(functions: Functions) -> None:
    sites = [f"s{number}" for number in range(80)]
    status, body = functions.call("/v1/clips", claims_of("home", *sites), limit=100)
    assert (status, len(body["items"])) == (200, 1)


def test_a_guest_of_one_camera_sees_it_and_no_other(functions: Functions, cloud: Cloud) -> None:
    guest = cloud.add_member("guest-1", "home", "guest", cameras=["garden"])
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z", camera="garden")
    status, body = functions.call("/v1/clips", guest)
    assert (status, [each["camera"] for each in body["items"]]) == (200, ["home_garden"])
    assert functions.call("/v1/clips", guest, camera="home_porch")[0] == 404
    assert functions.call("/v1/clips", guest, camera="home_garden,home_porch")[0] == 404
    assert functions.call(f"/v1/clips/{CLIP_ID}", guest)[0] == 404
    _, body = functions.call("/v1/cameras", guest)
    assert [each["id"] for each in body["items"]] == ["home_garden"]


def test_links_of_a_guest_open_their_camera_and_those_of_others_the_site(
    functions: Functions, cloud: Cloud
) -> None:
    guest = cloud.add_member("guest-1", "home", "guest", cameras=["porch"])
    viewer = cloud.add_member("viewer-1", "home")
    assert opened(functions, guest) == {f"{MEDIA_URL}/clips/home/porch/*"}
    assert opened(functions, viewer) == {f"{MEDIA_URL}/clips/home/*"}


def test_a_membership_ends_to_the_second(functions: Functions, cloud: Cloud) -> None:
    now_s = int(time.time())
    today = cloud.add_member("guest-1", "home", ends_s=now_s + 3600)
    assert len(functions.call("/v1/clips", today)[1]["items"]) == 1
    over = cloud.add_member("guest-1", "home", ends_s=now_s)
    assert functions.call("/v1/clips", over)[1]["items"] == []


def test_whom_the_platform_team_appointed_is_an_owner_whatever_the_table_says(
    functions: Functions, cloud: Cloud
) -> None:
    guest = cloud.add_member("5f1c", "home", "guest", cameras=["garden"])
    assert functions.call(f"/v1/clips/{CLIP_ID}", guest | claims_of("home"))[0] == 200


def opened(functions: Functions, claims: Mapping[str, object]) -> set[str]:
    """What the links in a list and in a detail open."""
    _, page = functions.call("/v1/clips", claims)
    _, detail = functions.call(f"/v1/clips/{CLIP_ID}", claims)
    links: list[str] = [page["items"][0]["thumb_url"], detail["media"]["original"]["url"]]
    queries = [parse_qs(urlsplit(link).query)["Policy"][0] for link in links]
    letters = str.maketrans("-_~", "+=/")
    policies = [json.loads(base64.b64decode(query.translate(letters))) for query in queries]
    return {policy["Statement"][0]["Resource"] for policy in policies}
