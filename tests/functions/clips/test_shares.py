"""A link shows one recording to its holder, until it ends or is revoked, and nothing else."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contract import names
from functions.clips import handler
from functions.openapi import FILE
from tests.functions.clips.conftest import Functions, add
from tests.functions.cloud import CLIP_ID, Cloud, Context, claims_of, http_call

pytestmark = pytest.mark.usefixtures("porch")
SHARES = f"/v1/clips/{CLIP_ID}/shares"
OTHER_ID = "01KAJ5X9QJ8Z3V6M2N4P7R0TSX"


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def share(functions: Functions, **wish: object) -> dict[str, Any]:
    status, body = functions.send("POST", SHARES, {"expires_at": in_days(7), **wish})
    assert status == 200, body
    return body


def open_link(secret: str) -> tuple[int, dict[str, Any]]:
    """As somebody without a token."""
    event = http_call("/v1/shared", method="POST", body={"secret": secret})
    answer = handler.api(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def policy_of(url: str) -> dict[str, Any]:
    encoded = url.partition("Policy=")[2].partition("&")[0]
    text = base64.b64decode(encoded.translate(str.maketrans("-_~", "+=/")))
    (statement,) = json.loads(text)["Statement"]
    return statement


def change(cloud: Cloud, pk: str, **fields: str | int) -> None:
    for name, value in fields.items():
        cloud.dynamodb.update_item(
            TableName=cloud.table,
            Key={"pk": {"S": pk}},
            UpdateExpression=f"SET {name} = :v",
            ExpressionAttributeValues={
                ":v": {"N": str(value)} if isinstance(value, int) else {"S": value}
            },
        )


def test_a_holder_without_a_token_sees_the_recording_and_nothing_of_its_site(
    functions: Functions,
) -> None:
    made = share(functions, watermark="For Ann")
    status, body = open_link(made["secret"])
    assert status == 200
    assert (body["camera"], body["kind"], body["watermark"]) == ("porch", "clip", "For Ann")
    told = json.dumps(body)
    for word in ("source_name", "created_by", "preview", '"site"', "home_porch"):
        assert word not in told


def test_media_of_a_share_is_signed_for_its_clip_alone_and_briefly(functions: Functions) -> None:
    before_s = datetime.now(UTC).timestamp()
    _, body = open_link(share(functions)["secret"])
    statement = policy_of(body["media"]["original"]["url"])
    assert statement["Resource"].endswith(f"/clips/home/porch/2026/11/21/{CLIP_ID}/*")
    ends_s = statement["Condition"]["DateLessThan"]["AWS:EpochTime"]
    assert before_s < ends_s <= before_s + 900 + 60


def test_media_ends_with_a_share_that_ends_before(functions: Functions) -> None:
    made = share(functions, expires_at=in_days(1 / 24 / 60 * 5))
    _, body = open_link(made["secret"])
    ends = datetime.fromisoformat(made["expires_at"]).timestamp()
    statement = policy_of(body["media"]["thumb"]["url"])
    assert statement["Condition"]["DateLessThan"]["AWS:EpochTime"] == int(ends)


def test_only_a_digest_of_the_secret_is_stored_and_it_is_told_once(
    functions: Functions, cloud: Cloud
) -> None:
    made = share(functions)
    assert names.check_share_secret(made["secret"])
    assert made["secret"] not in json.dumps(cloud.dynamodb.scan(TableName=cloud.table)["Items"])
    _, listed = functions.call(SHARES)
    assert made["secret"] not in json.dumps(listed)
    assert [each["id"] for each in listed["items"]] == [made["id"]]
    # The id alone, which lists tell, opens nothing.
    assert open_link(made["id"])[0] == 404


def test_views_are_counted_and_written_down(functions: Functions) -> None:
    made = share(functions)
    for _ in range(3):
        open_link(made["secret"])
    _, listed = functions.call(SHARES)
    assert listed["items"][0]["views"] == 3
    assert listed["items"][0]["last_viewed_at"] is not None
    _, log = functions.call("/v1/sites/home/access-log")
    told = [(each["deed"], each["person"], each["about"]) for each in log["items"]]
    assert ("open_share", None, made["id"]) in told
    assert ("share", claims_of()["sub"], made["id"]) in told


def test_a_revoked_link_is_gone_and_revoking_again_changes_nothing(functions: Functions) -> None:
    made = share(functions)
    status, revoked = functions.send("DELETE", f"/v1/shares/{made['id']}", None)
    assert (status, revoked["state"]) == (200, "revoked")
    assert functions.send("DELETE", f"/v1/shares/{made['id']}", None) == (200, revoked)
    status, body = open_link(made["secret"])
    assert (status, body["code"]) == (410, "gone")
    assert "revoked" in body["detail"]


def test_an_expired_link_is_gone(functions: Functions, cloud: Cloud) -> None:
    made = share(functions)
    change(cloud, names.format_share_key(made["id"]), ends_at="2026-01-01T00:00:00.000Z")
    status, body = open_link(made["secret"])
    assert (status, body["code"]) == (410, "gone")
    assert "expired" in body["detail"]
    assert functions.call(SHARES)[1]["items"][0]["state"] == "expired"


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "é" * 43, "A" * 42 + "=", "A" * 200])
def test_a_wrong_secret_is_not_found(functions: Functions, secret: str) -> None:
    share(functions)
    status, body = open_link(secret)
    assert (status, body["code"]) == (404, "not_found")


def test_a_secret_never_reaches_the_text_of_a_problem(functions: Functions) -> None:
    _ = functions
    secret = "B" * 300
    event = http_call("/v1/shared", method="POST", body={"secret": secret, "more": secret})
    answer = handler.api(event, Context())
    assert answer["statusCode"] == 400
    assert "BBBB" not in answer["body"]


def test_a_link_to_a_recording_that_is_gone_says_so(functions: Functions, cloud: Cloud) -> None:
    made = share(functions)
    change(cloud, names.format_clip_key(CLIP_ID), expires_at=1)
    status, body = open_link(made["secret"])
    assert (status, body["code"]) == (410, "gone")


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"expires_at": "tomorrow"},
        {"expires_at": "2026-01-01T00:00:00Z"},
        {"expires_at": in_days(31)},
        {"expires_at": in_days(1), "watermark": "x" * 81},
        {"expires_at": in_days(1), "watermark": "a\nb"},
        {"expires_at": in_days(1), "watermark": "  "},
        {"expires_at": in_days(1), "views": 5},
    ],
)
def test_wrong_wishes_are_told(functions: Functions, wish: dict[str, object]) -> None:
    status, body = functions.send("POST", SHARES, wish)
    assert (status, body["code"]) == (400, "invalid_parameter")
    assert functions.call(SHARES)[1]["items"] == []


def test_foreign_clips_and_links_are_like_none(functions: Functions) -> None:
    made = share(functions)
    barn = claims_of("barn")
    wish = {"expires_at": in_days(1)}
    assert functions.send("POST", SHARES, wish, barn)[0] == 404
    assert functions.call(SHARES, barn)[0] == 404
    assert functions.call("/v1/sites/home/shares", barn)[0] == 404
    assert functions.send("DELETE", f"/v1/shares/{made['id']}", None, barn)[0] == 404
    for unknown in (OTHER_ID, "no-share"):
        assert functions.send("DELETE", f"/v1/shares/{unknown}", None)[0] == 404


def test_links_of_a_site_are_paged_newest_first(functions: Functions, cloud: Cloud) -> None:
    add(functions, cloud, OTHER_ID, "2026-11-21T05:00:00.000Z", camera="yard")
    made = [share(functions)["id"] for _ in range(3)]
    other = functions.send("POST", f"/v1/clips/{OTHER_ID}/shares", {"expires_at": in_days(1)})[1]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        query = {"cursor": cursor} if cursor else {}
        _, body = functions.call("/v1/sites/home/shares", limit=1, **query)
        seen += [each["id"] for each in body["items"]]
        cursor = body["cursor"]
    assert cursor is None
    assert set(seen) == {*made, other["id"]}
    assert seen[0] == other["id"]
    assert len(functions.call(SHARES)[1]["items"]) == 3


def test_only_what_a_link_shows_may_be_asked_without_a_token() -> None:
    document = json.loads(FILE.read_text("utf-8"))
    opened = [
        path
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if operation.get("security") == []
    ]
    assert opened == ["/v1/shared"]
