"""Passes requests on to an origin that is another server."""

import httpx
from starlette.requests import Request
from starlette.responses import Response

from local.cloudfront.declaration import WebOrigin
from local.cloudfront.policies import Forwarding

_HOP_BY_HOP = {
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
ORIGIN_SECONDS_MAX = 30.0  # CloudFront's default response timeout
_BODY_BYTES_MAX = 20 * 1024 * 1024


async def ask_origin(
    client: httpx.AsyncClient, origin: WebOrigin, forwarding: Forwarding, request: Request
) -> Response:
    """The origin's answer, or 413, 502 and 504 of CloudFront's own."""
    path = bytes(request.scope["raw_path"]).decode("latin-1")
    url = f"{origin.address}{origin.path}{path}"
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            return Response("Request entity is too large", 413)
    if forwarding.viewer:
        url += f"?{request.url.query}" if request.url.query else ""
        sent = [(n, v) for n, v in request.headers.items() if n not in _HOP_BY_HOP]
    else:
        sent = [("user-agent", "Amazon CloudFront")]
    viewer = request.client.host if request.client else "127.0.0.1"
    sent.append(("x-forwarded-for", viewer))
    # Not through the client's build_request: it would add headers that the viewer did not send.
    asked = httpx.Request(request.method, url, headers=sent, content=bytes(body))
    try:
        answer = await client.send(asked, stream=True)
        content = b"".join([chunk async for chunk in answer.aiter_raw()])
        await answer.aclose()
    except httpx.TimeoutException:
        return Response("The origin did not answer in time", 504)
    except httpx.TransportError:
        return Response("The origin is not there", 502)
    response = Response(content, answer.status_code)
    response.raw_headers = [
        (name.lower(), value)
        for name, value in answer.headers.raw
        if name.lower().decode("latin-1") not in _HOP_BY_HOP - {"content-length"}
    ]
    return response
