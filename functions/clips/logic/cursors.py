"""Cursors: where a page ended, bound to the question it answered."""

import base64
import binascii
import hashlib
import json

from functions.errors import Rejected

_VERSION = 1
# Far above what any position needs; keeps the work on a forged one small.
_LENGTH_MAX = 400


def format_cursor(question: tuple[str | None, ...], position: str) -> str:
    """An opaque text; `question` is everything that must stay the same between pages."""
    return _encode(position, _digest(*question))


def parse_cursor(question: tuple[str | None, ...], cursor: str) -> str:
    """The position; raises Rejected "invalid_cursor" or, for other filters, "cursor_mismatch".

    The sum finds damage and guesses. It need not be secret: a position gives no access, since
    membership is decided anew for every page.
    """
    invalid = Rejected("invalid_cursor", "cursor: was not made by this API")
    if len(cursor) > _LENGTH_MAX:
        raise invalid
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        fields = json.loads(text)
        position, asked = fields["at"], fields["of"]
        intact = cursor == _encode(position, asked)
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        raise invalid from None
    # Anyone can make a sum that fits, so nothing is known of the position's type.
    if not intact or not isinstance(position, str):
        raise invalid
    if asked != _digest(*question):
        raise Rejected("cursor_mismatch", "cursor: belongs to other filters")
    return position


def _encode(position: str, asked: str) -> str:
    fields = {"v": _VERSION, "at": position, "of": asked, "sum": _digest(position, asked)}
    text = json.dumps(fields, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _digest(*parts: str | None) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
