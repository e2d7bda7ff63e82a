"""The distribution as an ASGI app: behaviour, method, signature, origin, headers."""

import contextlib
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

import httpx
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from local.any_path import ANY_PATH
from local.cloudfront.bucket import BucketReader
from local.cloudfront.compression import compress, compresses
from local.cloudfront.declaration import Behaviour, Distribution, WebOrigin
from local.cloudfront.proxy import ORIGIN_SECONDS_MAX, ask_origin
from local.cloudfront.signed import PARAMETERS, AccessDenied, Visit, check_access

_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]


@dataclass
class _Front:
    distribution: Distribution
    reader: BucketReader
    address: str
    clock: Callable[[], float]

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=ORIGIN_SECONDS_MAX
        )

    async def answer(self, request: Request) -> Response:
        path = bytes(request.scope["raw_path"]).decode("latin-1")
        behaviour = self.distribution.behaviour(path)
        response = await self._answer(request, path, behaviour)
        behaviour.headers.apply(response.headers)
        response.headers["x-amz-cf-id"] = uuid.uuid4().hex
        return response

    async def _answer(self, request: Request, path: str, behaviour: Behaviour) -> Response:
        if request.method not in behaviour.methods:
            return _page(403, "This distribution is not configured to allow this method.")
        if behaviour.keys is not None:
            try:
                visit = self._visit(request, path)
                check_access(visit, _plain_query(request), request.cookies, behaviour.keys)
            except AccessDenied as denied:
                return _denied(denied)
        if isinstance(behaviour.origin, WebOrigin):
            return await ask_origin(self.client, behaviour.origin, behaviour.forwarding, request)
        key = self.distribution.default_root_object if path == "/" else unquote(path[1:])
        response = await run_in_threadpool(
            self.reader.read, behaviour.origin, key, request.headers, head=request.method == "HEAD"
        )
        if (
            isinstance(response, StreamingResponse)
            and behaviour.compress
            and behaviour.forwarding.compresses
            and compresses(request, response)
        ):
            return await compress(response)
        return response

    def _visit(self, request: Request, path: str) -> Visit:
        # Compared is the distribution's own address, whatever host name the viewer used.
        parts = [part for part in request.url.query.split("&") if part]
        kept = [part for part in parts if part.partition("=")[0] not in PARAMETERS]
        url = self.address + path + (f"?{'&'.join(kept)}" if kept else "")
        viewer = request.client.host if request.client else "127.0.0.1"
        return Visit(url, viewer, self.clock())


def build_cloudfront(
    distribution: Distribution,
    *,
    reader: BucketReader,
    address: str,
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """`address` is the distribution's own, such as `http://localhost:8400`."""
    front = _Front(distribution, reader, address, clock)

    @contextlib.asynccontextmanager
    async def live(_app: Starlette) -> AsyncGenerator[None]:
        async with front.client:
            yield

    return Starlette(routes=[Route(ANY_PATH, front.answer, methods=_METHODS)], lifespan=live)


def _plain_query(request: Request) -> dict[str, str]:
    # CloudFront's alphabet has no plus sign, so plus means a space here as anywhere.
    pairs = [part.partition("=") for part in request.url.query.split("&") if part]
    return {name: unquote_plus(value) for name, _, value in pairs}


def _denied(denied: AccessDenied) -> Response:
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<Error><Code>{denied.code}</Code><Message>{denied.message}</Message></Error>"
    )
    return Response(document, 403, {"content-type": "text/xml"})


def _page(status: int, text: str) -> Response:
    page = f"<!DOCTYPE HTML><html><title>ERROR</title><h1>{status} ERROR</h1><p>{text}</p></html>"
    return Response(page, status, {"content-type": "text/html"})
