"""The HTTP API as an ASGI app: route, throttle, authorize, invoke, answer, log."""

import asyncio
import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TextIO

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as Path

from local.any_path import ANY_PATH
from local.http_api.authorizer import Keys, MissingScope, NotAuthorized, authorize, state_claims
from local.http_api.declaration import Cors, HttpApi
from local.http_api.payload import Arrival, Malformed, decode_response, encode_event, raw_path
from local.http_api.routes import Route, find_route
from local.http_api.throttle import Bucket

_BODY_BYTES_MAX = 10 * 1024 * 1024  # quota of HTTP APIs
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_VARIABLE = re.compile(r"\$context\.([A-Za-z.]+)")


class FunctionFailed(Exception):
    """The function ended with an error, or may not be invoked."""


class Invoke(Protocol):
    """Calls a function by ARN as apigateway.amazonaws.com on behalf of `source_arn`.

    Raises FunctionFailed.
    """

    def __call__(self, function_arn: str, payload: bytes, source_arn: str) -> bytes: ...


@dataclass
class _Front:
    api: HttpApi
    invoke: Invoke
    keys: Callable[[], Keys]
    buckets: Mapping[str, Bucket]
    log: TextIO

    async def answer(self, request: Request) -> Response:
        request_id = uuid.uuid4().hex[:15] + "="
        started = time.monotonic()
        route_key, response = await self._answer(request, request_id)
        response.headers["apigw-requestid"] = request_id
        self._record(
            {
                "requestId": request_id,
                "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime()),
                "requestTimeEpoch": int(time.time()),
                "identity.sourceIp": request.client.host if request.client else "-",
                "httpMethod": request.method,
                "path": raw_path(request),
                "protocol": "HTTP/1.1",
                "routeKey": route_key,
                "stage": self.api.stage,
                "status": response.status_code,
                "responseLength": int(response.headers.get("content-length", "0")),
                "responseLatency": round((time.monotonic() - started) * 1000),
                "integrationErrorMessage": "-",
            }
        )
        return response

    async def _answer(self, request: Request, request_id: str) -> tuple[str, Response]:
        path = raw_path(request)
        if not path.startswith(self.api.prefix + "/"):
            return "-", _message(404, "Not Found")
        found = find_route(self.api.routes, request.method, path[len(self.api.prefix) :])
        if found is None:
            return "-", _message(404, "Not Found")
        route, parameters = found
        bucket = self.buckets.get(route.key)
        if bucket is not None and not bucket.take():
            return route.key, _message(429, "Too Many Requests")
        try:
            jwt = self._authorize(route, request)
        except NotAuthorized as error:
            return route.key, _unauthorized(str(error))
        except MissingScope:
            return route.key, _message(403, "Forbidden")
        body = await _read_body(request)
        if body is None:
            return route.key, _message(413, "Request Entity Too Large")
        arrival = Arrival(request_id, int(time.time() * 1000), body, parameters, jwt)
        event = json.dumps(encode_event(self.api, route, request, arrival)).encode()
        return route.key, await self._call(route, event)

    def _authorize(self, route: Route, request: Request) -> dict[str, Any] | None:
        if route.authorizer is None:
            return None
        header = request.headers.get("authorization", "")
        claims = authorize(route.authorizer, route.scopes, header, self.keys())
        return {"claims": state_claims(claims), "scopes": sorted(route.scopes) or None}

    async def _call(self, route: Route, event: bytes) -> Response:
        calling = asyncio.to_thread(
            self.invoke, route.function_arn, event, self.api.source_arn(route)
        )
        try:
            return decode_response(await asyncio.wait_for(calling, route.timeout_seconds))
        except TimeoutError:
            return _message(503, "Service Unavailable")
        except (FunctionFailed, Malformed):
            return _message(500, "Internal Server Error")

    def _record(self, context: dict[str, Any]) -> None:
        form = self.api.access_log_format
        line = (
            _VARIABLE.sub(lambda found: str(context.get(found[1], "-")), form)
            if form
            else json.dumps(context)
        )
        self.log.write(line + "\n")
        self.log.flush()


def build_http_api(
    api: HttpApi,
    *,
    invoke: Invoke,
    keys: Callable[[], Keys],
    log: TextIO,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """`keys` are the issuer's by key id; `log` gets the stage's access log, a line a request."""
    buckets = {
        route.key: Bucket(route.rate_per_second, route.burst, clock)
        for route in api.routes
        if route.rate_per_second is not None and route.burst is not None
    }
    front = _Front(api, invoke, keys, buckets, log)
    return Starlette(
        routes=[Path(ANY_PATH, front.answer, methods=_METHODS)],
        middleware=[_cors(api.cors)] if api.cors else [],
    )


def _cors(cors: Cors) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=cors.allow_origins,
        allow_methods=cors.allow_methods,
        allow_headers=cors.allow_headers,
        allow_credentials=cors.allow_credentials,
        expose_headers=cors.expose_headers,
        max_age=cors.max_age,
    )


async def _read_body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            return None
    return bytes(body)


def _message(status: int, text: str) -> Response:
    return JSONResponse({"message": text}, status)


def _unauthorized(reason: str) -> Response:
    response = _message(401, "Unauthorized")
    response.headers["www-authenticate"] = (
        "Bearer"
        if reason == "no token"
        else f'Bearer scope="" error="invalid_token" error_description="{reason}"'
    )
    return response
