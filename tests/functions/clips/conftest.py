"""The two entry points as Lambda calls them, composed once a module."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from functions.clips import handler
from tests.functions.cloud import (
    Cloud,
    Context,
    batch,
    claims_of,
    http_call,
    key_of,
    object_created,
)


@dataclass(frozen=True)
class Functions:
    """Events in, answers out."""

    def ingest(self, *bodies: str) -> list[str]:
        """The ids of the messages that stay in the queue; they count from "0"."""
        answer = handler.ingest(batch(*bodies), Context())
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def keep(self, *bodies: str) -> list[str]:
        """The ids of the keeper's messages that stay in the queue; they count from "0"."""
        answer = handler.keep(batch(*bodies), Context())
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def call(
        self, path: str, claims: Mapping[str, object] | None = None, /, **query: object
    ) -> tuple[int, dict[str, Any]]:
        """Status and body; without `claims`, for a member of home."""
        claims = claims_of("home") if claims is None else claims
        answer = handler.api(http_call(path, query, claims), Context())
        return answer["statusCode"], json.loads(answer["body"])

    def send(
        self, method: str, path: str, body: object, claims: Mapping[str, object] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of a call that writes; without `claims`, of a member of home."""
        claims = claims_of("home") if claims is None else claims
        answer = handler.api(http_call(path, None, claims, method=method, body=body), Context())
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else {}


@pytest.fixture(scope="module")
def composed(account: Cloud) -> Iterator[Functions]:
    handler.build_api.cache_clear()
    handler.build_ingest.cache_clear()
    handler.build_keeper.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in account.environment().items():
            patch.setenv(name, value)
        yield Functions()
    handler.build_api.cache_clear()
    handler.build_ingest.cache_clear()
    handler.build_keeper.cache_clear()


@pytest.fixture
def functions(composed: Functions, cloud: Cloud) -> Functions:
    _ = cloud
    return composed


@pytest.fixture
def porch(functions: Functions, cloud: Cloud) -> None:
    """A clip of home's porch."""
    for rendition in ("thumb.jpg", "original.mp4"):
        key = cloud.put(key_of(rendition), source_name="a%20%24%28x%29.mkv")
        functions.ingest(object_created(key))


def add(functions: Functions, cloud: Cloud, clip_id: str, recorded_at: str, **where: str) -> None:
    """Catalogue the original of another clip."""
    kind = where.pop("kind", "clip")
    key = key_of("original.mp4", clip_id, date=recorded_at[:10], **where)
    functions.ingest(object_created(cloud.put(key, recorded_at=recorded_at, kind=kind)))
