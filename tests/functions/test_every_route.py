"""Every route there is, by everybody who must learn and change nothing there.

A new route is tried by itself; it needs a value here for each new part of its path and each query
parameter that it wants, and an example in its model for each field of its body.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.clips import handler
from functions.openapi import FILE
from tests.functions.cloud import CLIP_ID, Cloud, Context, batch, claims_of, key_of, object_created
from tests.functions.entries import composed, send

Claims = Mapping[str, object]

OPENAPI: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
IN_PATHS = {
    "id": CLIP_ID,
    "site": "home",
    "share": "0123456789abcdef",
    "export": CLIP_ID,
    "group": "0123456789abcdef",
    "person": "5f1c",
}
IN_QUERIES: dict[str, object] = {
    "site": "home",
    "month": "2026-11",
    "after": "2026-11-21T00:00:00Z",
    "before": "2026-11-22T00:00:00Z",
    "version": 1,
}
SECRETS = ("home_porch", CLIP_ID, "Signature")


def example_of(schema: Mapping[str, Any]) -> object:
    """A value that a model takes, of the examples beside its fields."""
    if "$ref" in schema:
        return example_of(OPENAPI["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "examples" in schema:
        return schema["examples"][0]
    assert "properties" in schema, f"a field without an example: {schema}"
    # An end in the past is refused for what it is, whoever asks.
    ends = {"expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    return {
        name: ends.get(name) or example_of(field) for name, field in schema["properties"].items()
    }


def call_of(path: str, operation: Mapping[str, Any]) -> tuple[str, object, dict[str, object]]:
    """Path, body and query of a call that is right in every way but by whom it is made."""
    body: Mapping[str, Any] = operation.get("requestBody", {}).get("content", {})
    wanted = [
        each["name"]
        for each in operation.get("parameters", [])
        if each["in"] == "query" and each["required"]
    ]
    return (
        path.format(**IN_PATHS),
        example_of(body["application/json"]["schema"]) if body else None,
        {name: IN_QUERIES[name] for name in wanted},
    )


ROUTES = [
    pytest.param(method.upper(), *call_of(path, operation), id=f"{method} {path}")
    for path, operations in OPENAPI["paths"].items()
    for method, operation in operations.items()
    # What is open to everybody says so.
    if operation.get("security") != []
]
every_route = pytest.mark.parametrize(("method", "path", "body", "query"), ROUTES)

STRANGERS: dict[str, Callable[[Cloud], Claims]] = {
    "another site's owner": lambda _: claims_of("barn") | {"sub": "somebody"},
    "nobody's member": lambda _: claims_of() | {"sub": "somebody"},
    "odd groups": lambda _: {
        **claims_of(),
        "sub": "somebody",
        "cognito:groups": "[home xsite:home SITE:home site:home/]",
    },
    "a member whose time is over": lambda cloud: cloud.add_member(
        "somebody", "home", "owner", ends_s=1_700_000_000
    ),
    "another site's member": lambda cloud: cloud.add_member("somebody", "barn", "owner"),
}


@pytest.fixture(scope="module")
def answering(account: Cloud) -> Iterator[None]:
    handler.build_ingest.cache_clear()
    with pytest.MonkeyPatch.context() as patch, composed(account):
        for name, value in account.environment().items():
            patch.setenv(name, value)
        handler.build_ingest()
        yield
    handler.build_ingest.cache_clear()


@pytest.fixture(autouse=True)
def porch(answering: None, cloud: Cloud) -> None:
    """A clip of home's porch."""
    _ = answering
    for rendition in ("thumb.jpg", "original.mp4"):
        handler.ingest(batch(object_created(cloud.put(key_of(rendition)))), Context())


def own(path: str) -> tuple[int, ...]:
    """What a stranger may be told beside, of what is about the caller alone."""
    return (409,) if path.startswith("/v1/me") else ()


def kept(cloud: Cloud) -> tuple[list[str], list[str]]:
    """Everything that is stored and not the stranger's own."""
    rows = [
        json.dumps(item, sort_keys=True, default=str)
        for table in (cloud.table, cloud.sites_table)
        for item in cloud.dynamodb.scan(TableName=table)["Items"]
    ]
    objects = cloud.s3.list_objects_v2(Bucket=cloud.bucket).get("Contents", [])
    return sorted(row for row in rows if "somebody" not in row), [
        each.get("Key", "") for each in objects
    ]


@every_route
@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_learns_and_changes_nothing_of_home(
    cloud: Cloud, who: str, method: str, path: str, body: object, query: dict[str, object]
) -> None:
    claims, before = STRANGERS[who](cloud), kept(cloud)
    status, told = send(method, path, claims, body=body, query=query)
    assert status in (200, 404, *own(path)), told
    for word in (*SECRETS, '"home"'):
        assert word not in json.dumps(told)
    assert kept(cloud) == before


@every_route
def test_a_guest_of_another_camera_learns_and_changes_nothing_of_the_porch(
    cloud: Cloud, method: str, path: str, body: object, query: dict[str, object]
) -> None:
    claims = cloud.add_member("somebody", "home", "guest", cameras=["garden"])
    before = kept(cloud)
    status, told = send(method, path, claims, body=body, query=query)
    assert status in (200, 403, 404, *own(path)), told
    for word in SECRETS:
        assert word not in json.dumps(told)
    assert kept(cloud) == before


@every_route
def test_an_owner_is_neither_refused_nor_misunderstood(
    cloud: Cloud, method: str, path: str, body: object, query: dict[str, object]
) -> None:
    _ = cloud
    status, told = send(method, path, claims_of("home"), body=body, query=query)
    # Not every example is about something that is there, or as it was when it was seen.
    assert status in (200, 404, 409, 410), told


@every_route
@pytest.mark.parametrize(
    "claims",
    [
        None,
        {},
        {"token_use": "id", "cognito:groups": "[site:home]"},
        {"sub": "#", "token_use": "access", "cognito:groups": "[site:home]"},
    ],
)
def test_claims_that_are_no_access_tokens_are_forbidden(
    method: str, path: str, body: object, query: dict[str, object], claims: Claims | None
) -> None:
    status, told = send(method, path, claims, body=body, query=query)
    assert (status, told["code"]) == (403, "forbidden")
