"""When AWS does not answer, people are told to come back and messages wait."""

import json
from collections.abc import Iterator

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

# Discard, RFC 863: nobody listens.
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def outage(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", NOBODY)
    handler.build_api.cache_clear()
    handler.build_ingest.cache_clear()
    yield
    handler.build_api.cache_clear()
    handler.build_ingest.cache_clear()


@pytest.mark.usefixtures("outage")
@pytest.mark.parametrize("path", ["/v1/clips", "/v1/cameras"])
def test_a_call_is_answered_with_when_to_come_back(path: str) -> None:
    answer = handler.api(http_call(path, claims=claims_of("home")), Context())
    assert answer["statusCode"] == 503
    assert int(answer["headers"]["Retry-After"]) > 0
    assert json.loads(answer["body"])["code"] == "unavailable"


@pytest.mark.usefixtures("outage")
def test_messages_stay_in_the_queue_and_nothing_is_parked(cloud: Cloud) -> None:
    event = object_created(cloud.put(key_of()))
    answer = handler.ingest(batch(event), Context())
    assert answer["batchItemFailures"] == [{"itemIdentifier": "0"}]
    assert cloud.parked() == []
