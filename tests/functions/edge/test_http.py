"""Failures become problems, and nothing secret becomes a log line."""

import io
import itertools
import json
from typing import Any

import pytest
from aws_lambda_powertools import Logger, Metrics, Tracer
from pydantic import BaseModel

from functions.edge.http import HttpEdge, open_resolver, read_claims
from functions.edge.telemetry import Telemetry
from functions.errors import Rejected, Unavailable
from tests.functions.cloud import Context, claims_of, http_call

_NUMBERS = itertools.count()


class Answer(BaseModel):
    number: int


class Api:
    """Routes that fail in every way, behind the edge, with a log that can be read."""

    def __init__(self) -> None:
        self.log = io.StringIO()
        self.telemetry = Telemetry(
            # Loggers live for ever, by name.
            Logger(service=f"http-{next(_NUMBERS)}", stream=self.log),
            Metrics(namespace="vedette", service="http"),
            Tracer(service="http", disabled=True),
        )
        app = open_resolver()
        for name, answer in (
            ("good", self.good),
            ("wrong", self.wrong),
            ("foreign", self.foreign),
            ("missing", self.missing),
            ("busy", self.busy),
            ("bug", self.bug),
            ("odd", self.odd),
        ):
            app.get(f"/v1/{name}")(answer)
        self.handle = self.telemetry.watch(HttpEdge(app, self.telemetry))

    def good(self, number: int = 1) -> Answer:
        return Answer(number=number)

    def wrong(self) -> Answer:
        raise Rejected("invalid_cursor", "cursor: was not made by this API")

    def foreign(self) -> Answer:
        raise Rejected("forbidden", "no")

    def missing(self) -> Answer:
        raise Rejected("not_found", "no such thing")

    def busy(self) -> Answer:
        raise Unavailable("the table does not answer: ThrottlingException")

    def bug(self) -> Answer:
        raise ZeroDivisionError("of ours")

    def odd(self) -> Answer:
        return odd_answer()

    def call(self, path: str, **query: object) -> dict[str, Any]:
        return dict(self.handle(http_call(path, query, claims_of("home")), Context()))

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


def odd_answer() -> Answer:
    wrong: Any = {"number": "https://media.example/?Signature=secret"}
    return wrong


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.mark.parametrize(
    ("path", "status", "code", "title"),
    [
        ("/v1/wrong", 400, "invalid_cursor", "Bad request"),
        ("/v1/foreign", 403, "forbidden", "Forbidden"),
        ("/v1/missing", 404, "not_found", "Not found"),
        ("/v1/nothing", 404, "not_found", "Not found"),
        ("/", 404, "not_found", "Not found"),
        ("/v1/busy", 503, "unavailable", "Unavailable"),
        ("/v1/bug", 500, "internal", "Internal error"),
        ("/v1/odd", 500, "internal", "Internal error"),
    ],
)
def test_failures_are_problems_with_the_request_id(
    api: Api, path: str, status: int, code: str, title: str
) -> None:
    answer = api.call(path)
    assert answer["statusCode"] == status
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    problem = json.loads(answer["body"])
    assert set(problem) == {"type", "title", "status", "detail", "code", "request_id"}
    assert (problem["status"], problem["code"], problem["title"]) == (status, code, title)
    assert problem["request_id"] == "JKJaXmPLvHcESHA="


def test_a_wrong_parameter_is_named_without_the_words_of_a_library(api: Api) -> None:
    problem = json.loads(api.call("/v1/good", number="x")["body"])
    assert problem["code"] == "invalid_parameter"
    assert problem["detail"].startswith("number: ")


def test_an_unavailable_service_says_when_to_come_back(api: Api) -> None:
    answer = api.call("/v1/busy")
    assert int(answer["headers"]["Retry-After"]) > 0
    assert "Throttling" not in answer["body"]


def test_a_mistake_of_ours_is_not_shown_but_logged(api: Api) -> None:
    assert "ZeroDivisionError" not in api.call("/v1/bug")["body"]
    failed = next(line for line in api.lines() if line["message"] == "call failed")
    assert failed["exception_name"] == "ZeroDivisionError"


@pytest.mark.filterwarnings("ignore:POWERTOOLS_DEV")
@pytest.mark.parametrize(
    "path", ["/v1/good", "/v1/wrong", "/v1/busy", "/v1/bug", "/v1/odd", "/v1/nothing"]
)
def test_neither_tokens_nor_queries_nor_links_are_logged(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POWERTOOLS_LOGGER_LOG_EVENT", "true")
    monkeypatch.setenv("POWERTOOLS_DEV", "true")
    loud = Api()
    loud.call(path, number=5, cursor="a-private-cursor")
    told = loud.log.getvalue() + capsys.readouterr().out
    assert "call answered" in told
    for secret in ("secret", "a-private-cursor", "site:home", "Bearer"):
        assert secret not in told


def test_a_call_leaves_one_line_with_route_status_and_request_id(api: Api) -> None:
    api.call("/v1/good")
    (line,) = api.lines()
    assert (line["message"], line["route"], line["status"]) == (
        "call answered",
        "GET /v1/good",
        200,
    )
    assert line["request_id"] == "JKJaXmPLvHcESHA="


@pytest.mark.parametrize("event", [{}, {"rawPath": "/v1/good"}, {"requestContext": None}])
def test_an_event_of_another_shape_is_answered_too(api: Api, event: dict[str, Any]) -> None:
    answer = dict(api.handle(event, Context()))
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["request_id"] == Context().aws_request_id


@pytest.mark.parametrize(
    "authorizer",
    [
        None,
        "text",
        {},
        {"iam": {"userId": "1"}},
        {"jwt": None},
        {"jwt": {}},
        {"jwt": {"claims": None}},
        {"jwt": {"claims": "[site:home]"}},
    ],
)
def test_a_call_without_verified_claims_is_forbidden(authorizer: object) -> None:
    event = http_call("/v1/sites", claims=claims_of("home"))
    event["requestContext"]["authorizer"] = authorizer
    with pytest.raises(Rejected) as told:
        read_claims(event)
    assert told.value.code == "forbidden"


def test_a_call_without_any_context_is_forbidden() -> None:
    for event in ({}, {"requestContext": None}, http_call("/v1/sites")):
        with pytest.raises(Rejected):
            read_claims(event)
