"""The edge of the HTTP API: who calls, what is answered when a call fails, one log line a call."""

import time
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.edge.problems import CONTENT_TYPE, Problem, make_problem
from functions.edge.telemetry import Telemetry
from functions.errors import Rejected, Unavailable

RETRY_AFTER_S = 2


def open_resolver() -> APIGatewayHttpResolver:
    """A resolver that checks parameters and answers; its debug mode would print tokens."""
    return APIGatewayHttpResolver(enable_validation=True, debug=False)


def read_claims(event: Mapping[str, Any]) -> Mapping[str, object]:
    """The claims that the API's JWT authorizer has verified; raises Rejected "forbidden"."""
    try:
        return dict(event["requestContext"]["authorizer"]["jwt"]["claims"])
    except (KeyError, TypeError, ValueError):
        raise Rejected("forbidden", "the call carries no verified claims") from None


class HttpEdge:
    """A resolver of routes behind the one translation of errors into problems."""

    def __init__(self, resolver: APIGatewayHttpResolver, telemetry: Telemetry) -> None:
        self._resolver = resolver
        self._telemetry = telemetry
        # A Lambda process answers one call at a time.
        self._request_id = ""
        for kind, translate in (
            (Rejected, self._reject),
            (Unavailable, self._postpone),
            (RequestValidationError, self._invalid),
            (NotFoundError, self._unrouted),
            (Exception, self._fail),
        ):
            resolver.exception_handler(kind)(translate)

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """The response in payload format 2.0; never raises."""
        started = time.monotonic()
        self._request_id = _read_request_id(event, context)
        try:
            answer = self._refuse_body(event) or self._resolver.resolve(event, context)
        except Exception as error:
            answer = _plain(self._fail(error))
        elapsed_ms = round((time.monotonic() - started) * 1000)
        # The path's template only: a query may hold anything.
        self._telemetry.logger.info(
            "call answered",
            route=event.get("routeKey"),
            status=answer["statusCode"],
            elapsed_ms=elapsed_ms,
            request_id=self._request_id,
        )
        self._telemetry.metrics.add_metric("call_ms", MetricUnit.Milliseconds, elapsed_ms)
        return answer

    def _refuse_body(self, event: Mapping[str, Any]) -> dict[str, Any] | None:
        # Powertools guesses at forms, and fails at those without a boundary.
        if not event.get("body"):
            return None
        headers: Mapping[str, str] = event.get("headers") or {}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            return None
        refused = Rejected("unsupported_media_type", "the body must be application/json")
        return _plain(self._reject(refused))

    def _reject(self, error: Rejected) -> Response[str]:
        return self._answer(make_problem(error.code, error.text, self._request_id))

    def _postpone(self, error: Unavailable) -> Response[str]:
        self._telemetry.logger.warning("call postponed", why=error.text)
        self._telemetry.metrics.add_metric("unavailable", MetricUnit.Count, 1)
        problem = make_problem("unavailable", "try again in a moment", self._request_id, 503)
        return self._answer(problem, {"Retry-After": str(RETRY_AFTER_S)})

    def _invalid(self, error: RequestValidationError) -> Response[str]:
        wrong = [(each["loc"], each["msg"]) for each in error.errors()]
        if any(place[0] == "response" for place, _ in wrong):
            # Powertools reports our own wrong answer like a caller's wrong question.
            self._telemetry.logger.error("answer breaks its model", places=[p for p, _ in wrong])
            return self._answer(_internal(self._request_id))
        told = "; ".join(
            f"{'.'.join(str(part) for part in place[1:])}: {text.removeprefix('Value error, ')}"
            for place, text in wrong
        )
        return self._answer(make_problem("invalid_parameter", told, self._request_id))

    def _unrouted(self, _: NotFoundError) -> Response[str]:
        return self._answer(make_problem("not_found", "there is nothing here", self._request_id))

    def _fail(self, _: Exception) -> Response[str]:
        self._telemetry.logger.exception("call failed")
        self._telemetry.metrics.add_metric("failed", MetricUnit.Count, 1)
        return self._answer(_internal(self._request_id))

    def _answer(self, problem: Problem, headers: dict[str, str] | None = None) -> Response[str]:
        return Response(
            status_code=problem.status,
            content_type=CONTENT_TYPE,
            body=problem.model_dump_json(),
            headers={"Cache-Control": "no-store", **(headers or {})},
        )


def _plain(response: Response[str]) -> dict[str, Any]:
    return {
        "statusCode": response.status_code,
        "headers": {"Content-Type": CONTENT_TYPE},
        "body": response.body,
        "isBase64Encoded": False,
    }


def _internal(request_id: str) -> Problem:
    return make_problem(
        "internal", f"this is our mistake; tell us the request id {request_id}", request_id, 500
    )


def _read_request_id(event: Mapping[str, Any], context: LambdaContext) -> str:
    # The gateway's own id, which is in its access log and in the header apigw-requestid.
    try:
        return str(event["requestContext"]["requestId"])
    except (KeyError, TypeError):
        return context.aws_request_id
