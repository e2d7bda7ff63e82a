"""Instants: RFC 3339 to epoch seconds and back."""

from datetime import UTC, datetime


def parse_instant(text: str) -> int:
    """Epoch seconds; raises ValueError for what is no RFC 3339 time with an offset."""
    wrong = "must be an RFC 3339 time with an offset, like 2026-12-24T18:00:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(wrong) from None
    if moment.tzinfo is None or "T" not in text.upper():
        raise ValueError(wrong)
    try:
        return int(moment.timestamp())
    except OverflowError:
        raise ValueError(wrong) from None


def format_instant(epoch_s: int) -> str:
    """UTC, as the API writes all its times."""
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
