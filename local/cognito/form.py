"""Posted forms of a modest size."""

from urllib.parse import parse_qsl

from starlette.requests import Request

_FORM_BYTES_MAX = 64 * 1024


class BadForm(Exception):
    """Not a form, or too large."""


async def read_form(request: Request) -> dict[str, str]:
    """The fields of an application/x-www-form-urlencoded body. Raises BadForm."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        raise BadForm("not a form")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_BYTES_MAX:
            raise BadForm("too large")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50))
    except ValueError as error:
        raise BadForm("malformed") from error
