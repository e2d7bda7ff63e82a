"""What members, strangers and the confused are answered, on every route there is."""

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from functions.clips import handler
from functions.openapi import FILE
from tests.functions.clips.conftest import Functions
from tests.functions.cloud import (
    CLIP_ID,
    KEY_PAIR_ID,
    MEDIA_URL,
    RECORDED_AT,
    Cloud,
    Context,
    claims_of,
    http_call,
    key_of,
    object_created,
)

ROUTES = [path.replace("{id}", CLIP_ID) for path in json.loads(FILE.read_text("utf-8"))["paths"]]
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


@pytest.fixture(autouse=True)
def porch(functions: Functions, cloud: Cloud) -> None:
    """A clip of home's porch."""
    for rendition in ("thumb.jpg", "original.mp4"):
        functions.ingest(
            object_created(cloud.put(key_of(rendition), source_name="a%20%24%28x%29.mkv"))
        )


def add(functions: Functions, cloud: Cloud, clip_id: str, recorded_at: str, **where: str) -> None:
    kind = where.pop("kind", "clip")
    key = key_of("original.mp4", clip_id, date=recorded_at[:10], **where)
    functions.ingest(object_created(cloud.put(key, recorded_at=recorded_at, kind=kind)))


@pytest.mark.parametrize("path", ROUTES)
def test_a_member_is_answered_with_what_is_home(functions: Functions, path: str) -> None:
    status, body = functions.call(path)
    assert status == 200
    assert "home" in json.dumps(body)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "claims",
    [
        claims_of("barn"),
        claims_of(),
        {"token_use": "access", "cognito:groups": "[]"},
        {"token_use": "access", "cognito:groups": "[home xsite:home SITE:home site:home/]"},
    ],
)
def test_a_stranger_learns_nothing_of_home(
    functions: Functions, path: str, claims: Mapping[str, object]
) -> None:
    status, body = functions.call(path, claims)
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
        {"token_use": "access", "cognito:groups": "site:home"},
    ],
)
def test_claims_that_are_no_access_tokens_are_forbidden(
    functions: Functions, path: str, claims: Mapping[str, object]
) -> None:
    status, body = functions.call(path, claims)
    assert (status, body["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", ROUTES)
def test_a_call_that_nobody_verified_is_forbidden(functions: Functions, path: str) -> None:
    _ = functions
    answer = handler.api(http_call(path), Context())
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


def test_a_camera_whose_clips_are_all_gone_is_still_known(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.delete_item(TableName=cloud.table, Key={"pk": {"S": f"CLIP#{CLIP_ID}"}})
    assert functions.call("/v1/clips", camera="home_porch") == (200, {"items": [], "cursor": None})


def test_sites_are_those_of_the_caller(functions: Functions) -> None:
    assert functions.call("/v1/sites", claims_of("home", "barn")) == (
        200,
        {"items": [{"id": "barn"}, {"id": "home"}]},
    )


def test_cameras_are_paged_by_site_and_name(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, RECORDED_AT, camera="attic")
    add(functions, cloud, OTHER_ID[:-1] + "Y", RECORDED_AT, site="barn", camera="yard")
    both = claims_of("home", "barn")
    seen: list[str] = []
    _, body = functions.call("/v1/cameras", both, limit=1)
    while len(seen) < 4:
        seen += [item["id"] for item in body["items"]]
        if body["cursor"] is None:
            break
        _, body = functions.call("/v1/cameras", both, limit=1, cursor=body["cursor"])
    assert seen == ["barn_yard", "home_attic", "home_porch"]


def test_clips_are_listed_newest_first_across_cameras_and_sites(
    functions: Functions, cloud: Cloud
) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z", site="barn", camera="yard")
    add(functions, cloud, OTHER_ID[:-1] + "Y", "2026-11-20T23:59:59.999Z", camera="attic")
    _, body = functions.call("/v1/clips", claims_of("home", "barn"))
    assert [item["camera"] for item in body["items"]] == ["barn_yard", "home_porch", "home_attic"]
    _, body = functions.call("/v1/clips")
    assert [item["camera"] for item in body["items"]] == ["home_porch", "home_attic"]


def test_clips_are_filtered_by_camera_kind_and_time(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-21T04:26:14.124Z", kind="still", camera="attic")

    def found(**query: object) -> list[str]:
        status, body = functions.call("/v1/clips", **query)
        assert status == 200
        return [item["camera"] for item in body["items"]]

    assert found(camera="home_attic") == ["home_attic"]
    assert found(kind="clip") == ["home_porch"]
    assert found(kind="still", camera="home_porch") == []
    assert found(before="2026-11-21T04:26:14.124Z") == ["home_porch"]
    assert found(after="2026-11-21T05:26:14.124+01:00") == ["home_attic"]
    assert found(after=RECORDED_AT, before=RECORDED_AT) == []
    assert found(after="2027-01-01T00:00:00Z", before="2026-01-01T00:00:00Z") == []
    assert found(unknown="x", limit=100) == ["home_attic", "home_porch"]


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_paging_through_two_sites_shows_each_clip_once_while_others_arrive(
    functions: Functions, cloud: Cloud, limit: int
) -> None:
    expected = [(RECORDED_AT, CLIP_ID)]
    for number in range(24):
        # Two a midnight, on days that leave others empty.
        time = "23:59:59.999Z" if number % 2 else "00:00:00.000Z"
        recorded_at = f"2026-10-{1 + number // 2 * 2:02}T{time}"
        clip_id = f"{number:026}"
        expected.append((recorded_at, clip_id))
        where = {"site": "barn", "camera": "yard"} if number % 3 else {}
        add(functions, cloud, clip_id, recorded_at, **where)
    both = claims_of("home", "barn")
    seen: list[tuple[str, str]] = []
    _, body = functions.call("/v1/clips", both, limit=limit)
    for newer in range(len(expected) + 1):
        assert len(body["items"]) <= limit
        seen += [(item["recorded_at"], item["id"]) for item in body["items"]]
        if body["cursor"] is None:
            break
        add(functions, cloud, f"{100 + newer:026}", f"2026-12-01T00:00:{newer:02}.000Z")
        _, body = functions.call("/v1/clips", both, limit=limit, cursor=body["cursor"])
    assert seen == sorted(expected, reverse=True)


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


def test_a_cursor_gives_no_access(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-22T00:00:00.000Z")
    _, body = functions.call("/v1/clips", limit=1)
    answer = functions.call("/v1/clips", claims_of("barn"), cursor=body["cursor"])
    assert answer == (200, {"items": [], "cursor": None})


def test_expired_clips_are_hidden_before_dynamodb_deletes_them(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.update_item(
        TableName=cloud.table,
        Key={"pk": {"S": f"CLIP#{CLIP_ID}"}},
        UpdateExpression="SET expires_at = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )
    assert functions.call("/v1/clips")[1]["items"] == []
    assert functions.call(f"/v1/clips/{CLIP_ID}")[0] == 404


def test_a_detail_tells_all_and_opens_the_media_of_its_site_only(
    functions: Functions, cloud: Cloud
) -> None:
    _, detail = functions.call(f"/v1/clips/{CLIP_ID}")
    assert detail["source_name"] == "a $(x).mkv"
    assert (detail["playable"], detail["bytes"]) == (True, 5)
    assert detail["media"]["sd"] is None
    link = urlsplit(str(detail["media"]["original"]["url"]))
    assert f"{link.scheme}://{link.netloc}" == MEDIA_URL
    assert link.path == f"/{key_of()}"
    query = dict(parse_qsl(link.query, strict_parsing=True))
    assert query["Key-Pair-Id"] == KEY_PAIR_ID
    policy, signature = _decode(query["Policy"]), _decode(query["Signature"])
    public = load_der_public_key(cloud.kms.get_public_key(KeyId=cloud.key_arn)["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    public.verify(signature, policy, PKCS1v15(), hashes.SHA256())
    (statement,) = json.loads(policy)["Statement"]
    assert statement["Resource"] == f"{MEDIA_URL}/clips/home/*"
    assert statement["Condition"]["DateLessThan"]["AWS:EpochTime"] % 900 == 0


def _decode(value: str) -> bytes:
    return base64.b64decode(value.replace("-", "+").replace("_", "=").replace("~", "/"))


def test_links_stay_the_same_from_call_to_call_within_their_window(functions: Functions) -> None:
    first: Any = functions.call("/v1/clips")
    link = first[1]["items"][0]["thumb_url"]
    detail = functions.call(f"/v1/clips/{CLIP_ID}")[1]
    # The window may end between two calls, but not between three.
    again: Any = functions.call("/v1/clips")
    links = {link, again[1]["items"][0]["thumb_url"], detail["media"]["thumb"]["url"]}
    assert len(links) < 3


def test_answers_are_not_stored_and_shrink_for_those_who_can_unpack(
    functions: Functions,
) -> None:
    _ = functions
    event = http_call("/v1/clips", claims=claims_of("home"), headers={"accept-encoding": "gzip"})
    answer = handler.api(event, Context())
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert answer["isBase64Encoded"] is True
    body = json.loads(gzip.decompress(base64.b64decode(answer["body"])))
    assert body["items"][0]["id"] == CLIP_ID


def test_a_table_that_does_not_answer_is_told_as_our_mistake_not_the_callers(
    functions: Functions, cloud: Cloud
) -> None:
    cloud.dynamodb.delete_table(TableName=cloud.table)
    status, body = functions.call("/v1/clips")
    assert (status, body["code"]) == (500, "internal")


def test_the_most_sites_a_person_may_have_are_answered(functions: Functions) -> None:
    sites = [f"s{number}" for number in range(80)]
    status, body = functions.call("/v1/clips", claims_of("home", *sites), limit=100)
    assert (status, len(body["items"])) == (200, 1)


@pytest.mark.parametrize("path", ["/v1", "/v1/clips/", "/v1/clips/a/b", "/v2/clips", "/"])
def test_there_is_nothing_elsewhere(functions: Functions, path: str) -> None:
    status, body = functions.call(path)
    assert (status, body["code"]) == (404, "not_found")
