"""Open lists hear of every clip, and people are told whether they do or not."""

import json
from collections.abc import Iterator

import pytest
from moto.iotdata.models import iotdata_backends

from functions.notifications import handler
from tests.functions.cloud import CLIP_ID, REGION, Cloud, Context, batch
from tests.functions.notifications.account import ACCOUNT
from tests.functions.notifications.conftest import Functions

ARRIVED = {
    "clip_id": CLIP_ID,
    "site": "home",
    "camera": "porch",
    "kind": "clip",
    # No news any more for people, but new to a list.
    "recorded_at": "2026-11-20T04:26:14.123Z",
}


@pytest.fixture
def published(functions: Functions, cloud: Cloud) -> Iterator[list[tuple[str, bytes]]]:
    _ = cloud
    with pytest.MonkeyPatch.context() as patch:
        for name, value in functions.account.environment().items():
            patch.setenv(name, value)
        handler.build_notify.cache_clear()
        told = iotdata_backends[ACCOUNT][REGION].published_payloads
        told.clear()
        yield told
    handler.build_notify.cache_clear()


def take(*messages: dict[str, str]) -> list[str]:
    answer = handler.notify(batch(*map(json.dumps, messages)), Context())
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def test_a_clip_is_published_to_the_topic_of_its_camera(
    published: list[tuple[str, bytes]],
) -> None:
    assert take(ARRIVED, {**ARRIVED, "camera": "garden", "kind": "still"}) == []
    ((topic, payload), (other, _)) = published
    assert topic == "event/clips/home/porch/arrived"
    assert other == "event/clips/home/garden/arrived"
    assert json.loads(payload) == ARRIVED


def test_people_are_told_although_no_list_can_be(
    functions: Functions,
    published: list[tuple[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    # Nobody listens there.
    monkeypatch.setenv("UPDATES_URL", "http://127.0.0.1:9")
    handler.build_notify.cache_clear()
    assert take(ARRIVED) == []
    assert published == []
    assert functions.account.parked() == []
    assert caplog.messages == ["open lists were not told", "message done"]
    assert '"unpublished":[1.0]' in capsys.readouterr().out
