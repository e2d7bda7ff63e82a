"""Which answers CloudFront compresses, and how."""

import gzip

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

# docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
_TYPES = {
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/xml",
}
_BYTES_MIN, _BYTES_MAX = 1_000, 10_000_000


def compresses(request: Request, response: Response) -> bool:
    """Whether this answer to this viewer is sent in gzip."""
    size = int(response.headers.get("content-length", "0"))
    accepted = [
        part.partition(";")[0].strip()
        for part in request.headers.get("accept-encoding", "").split(",")
    ]
    return (
        request.method == "GET"
        and response.status_code == 200
        and "gzip" in accepted
        and "content-encoding" not in response.headers
        and _BYTES_MIN <= size <= _BYTES_MAX
        and response.headers.get("content-type", "").partition(";")[0] in _TYPES
    )


async def compress(response: StreamingResponse) -> Response:
    """The whole answer in gzip; its ETag becomes a weak one."""
    content = bytearray()
    async for part in response.body_iterator:
        content += part.encode() if isinstance(part, str) else part
    packed = gzip.compress(content, 6, mtime=0)
    headers = {name: value for name, value in response.headers.items() if name != "accept-ranges"}
    headers |= {
        "content-encoding": "gzip",
        "content-length": str(len(packed)),
        "vary": "Accept-Encoding",
        "etag": f"W/{response.headers['etag']}",
    }
    return Response(packed, response.status_code, headers)
