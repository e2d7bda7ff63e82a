"""Payload format 2.0: a request as the function's event, the function's result as a response."""

import base64
import binascii
import json
import time
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from local.http_api.declaration import HttpApi
from local.http_api.routes import Route

_TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")


class Malformed(Exception):
    """The function's result is no HTTP response."""


@dataclass(frozen=True)
class Arrival:
    """What is known of a request before the function is called."""

    request_id: str
    epoch_ms: int
    body: bytes
    path_parameters: dict[str, str]
    jwt: dict[str, Any] | None


def encode_event(api: HttpApi, route: Route, request: Request, arrival: Arrival) -> dict[str, Any]:
    """The event as documented for payload format version 2.0."""
    query = _join(request.query_params.multi_items())
    headers = _join([(name, value) for name, value in request.headers.items() if name != "cookie"])
    is_text = _is_text(request.headers.get("content-type", ""))
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": unquote(raw_path(request)),
        "rawQueryString": request.url.query,
        "headers": headers,
        "requestContext": _context(api, route, request, arrival),
        "isBase64Encoded": bool(arrival.body) and not is_text,
    }
    if "cookie" in request.headers:
        event["cookies"] = [part.strip() for part in request.headers["cookie"].split(";")]
    if query:
        event["queryStringParameters"] = query
    if arrival.path_parameters:
        event["pathParameters"] = arrival.path_parameters
    if arrival.body:
        event["body"] = (
            arrival.body.decode("utf-8", "replace")
            if is_text
            else base64.b64encode(arrival.body).decode()
        )
    return event


def decode_response(payload: bytes) -> Response:
    """Raises Malformed. A result without statusCode is a JSON body of a 200, as on AWS."""
    try:
        result: object = json.loads(payload)
    except ValueError as error:
        raise Malformed("not JSON") from error
    if not isinstance(result, dict) or "statusCode" not in result:
        text = result if isinstance(result, str) else json.dumps(result)
        return Response(text, 200, {"content-type": "application/json"})
    fields = cast(dict[str, Any], result)
    try:
        return _respond(fields)
    except (TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise Malformed("not a response") from error


def raw_path(request: Request) -> str:
    """The path as the client wrote it, still percent-encoded."""
    return cast(bytes, request.scope["raw_path"]).decode("latin-1")


def _respond(fields: dict[str, Any]) -> Response:
    body = fields.get("body") or ""
    if not isinstance(body, str):
        raise TypeError("body")
    content = base64.b64decode(body) if fields.get("isBase64Encoded") else body.encode()
    response = Response(content, int(fields["statusCode"]))
    headers = MutableHeaders(raw=response.raw_headers)
    for name, value in dict(fields.get("headers") or {}).items():
        headers[str(name)] = str(value)
    if content and "content-type" not in headers:
        headers["content-type"] = "text/plain;charset=UTF-8"
    headers["content-length"] = str(len(content))
    for cookie in list(fields.get("cookies") or []):
        headers.append("set-cookie", str(cookie))
    return response


def _context(api: HttpApi, route: Route, request: Request, arrival: Arrival) -> dict[str, Any]:
    moment = time.gmtime(arrival.epoch_ms / 1000)
    context: dict[str, Any] = {
        "accountId": api.account,
        "apiId": api.api_id,
        "domainName": request.headers.get("host", ""),
        "domainPrefix": api.api_id,
        "http": {
            "method": request.method,
            "path": unquote(raw_path(request)),
            "protocol": "HTTP/1.1",
            "sourceIp": request.client.host if request.client else "127.0.0.1",
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": arrival.request_id,
        "routeKey": route.key,
        "stage": api.stage,
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", moment),
        "timeEpoch": arrival.epoch_ms,
    }
    if arrival.jwt is not None:
        context["authorizer"] = {"jwt": arrival.jwt}
    return context


def _join(pairs: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _is_text(content_type: str) -> bool:
    bare = content_type.partition(";")[0].strip().lower()
    return not bare or bare.startswith(_TEXT_TYPES) or bare.endswith(("+json", "+xml"))
