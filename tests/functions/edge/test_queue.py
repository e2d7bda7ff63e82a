"""Each message of a batch meets its own fate."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from aws_lambda_powertools import Logger, Metrics, Tracer

from functions.edge.queue import QueueEdge
from functions.edge.telemetry import Telemetry
from functions.errors import Rejected, Unavailable
from tests.functions.cloud import Context, batch


class Desk:
    """Handles "good"; parks into a list, unless that is closed."""

    def __init__(self, *, is_closed: bool = False) -> None:
        self.done: list[str] = []
        self.parked: list[tuple[str, str, str]] = []
        self._is_closed = is_closed

    def handle(self, body: str) -> dict[str, str]:
        if body == "wrong":
            raise Rejected("too_wrong", "a\nline and an ü")
        if body == "silent":
            raise Rejected("silent", "")
        if body == "busy":
            raise Unavailable("the table does not answer")
        if body == "bug":
            raise KeyError("bug")
        self.done.append(body)
        return {"clip_id": body}

    def park(self, body: str, reason: str, text: str) -> None:
        if self._is_closed:
            raise Unavailable("the dead letter queue does not answer")
        self.parked.append((body, reason, text))


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


def run(desk: Desk, log: io.StringIO, *bodies: str) -> Mapping[str, Any]:
    telemetry = Telemetry(
        Logger(service=f"queue-{id(log)}", stream=log),
        Metrics(namespace="vedette", service="queue"),
        Tracer(service="queue", disabled=True),
    )
    edge = QueueEdge(desk.handle, desk.park, telemetry)
    return telemetry.watch(edge)(batch(*bodies), Context())


def failed(answer: Mapping[str, Any]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def test_messages_are_done_parked_or_left_each_by_itself(log: io.StringIO) -> None:
    desk = Desk()
    answer = run(desk, log, "good", "wrong", "busy", "bug", "fine")
    assert desk.done == ["good", "fine"]
    assert desk.parked == [("wrong", "too_wrong", "a?line and an ?")]
    assert failed(answer) == ["2", "3"]


def test_a_batch_of_nothing_but_failures_is_left_without_an_error(log: io.StringIO) -> None:
    assert failed(run(Desk(), log, "busy", "bug")) == ["0", "1"]


def test_a_message_that_cannot_be_parked_stays_in_the_queue(log: io.StringIO) -> None:
    desk = Desk(is_closed=True)
    assert failed(run(desk, log, "wrong", "good")) == ["0"]
    assert desk.done == ["good"]


def test_a_reason_without_words_is_still_a_text_that_sqs_takes(log: io.StringIO) -> None:
    desk = Desk()
    run(desk, log, "silent")
    assert desk.parked == [("silent", "silent", "-")]


def test_every_message_leaves_one_line_with_its_fate(log: io.StringIO) -> None:
    run(Desk(), log, "good", "wrong", "busy", "bug")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["message_id"], line["message"]) for line in lines] == [
        ("0", "message done"),
        ("1", "message parked"),
        ("2", "message left for redelivery"),
        ("3", "message failed"),
    ]
    assert lines[0]["clip_id"] == "good"
    assert lines[1]["reason"] == "too_wrong"
    assert all(line["function_request_id"] == Context().aws_request_id for line in lines)
