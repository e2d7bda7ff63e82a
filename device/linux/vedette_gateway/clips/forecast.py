"""When the backlog will be drained, if nothing changes."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vedette_gateway.clips.policy import UploadPolicy

_DAYS_MAX = 400
# Throughput of the last quarter of an hour of work counts for two thirds.
_MEMORY_S = 900.0


class Pace:
    """A moving average of throughput while there is something to send."""

    def __init__(self) -> None:
        self._bytes = 0.0
        self._seconds = 0.0

    def add(self, size: int, seconds: float) -> None:
        """What went in these seconds of work."""
        fading = math.exp(-seconds / _MEMORY_S)
        self._bytes = self._bytes * fading + size
        self._seconds = self._seconds * fading + seconds

    def read_bytes_per_s(self) -> float | None:
        return self._bytes / self._seconds if self._seconds and self._bytes else None


@dataclass(frozen=True)
class Forecast:
    """`drained_at` is None when `why` it cannot be told is given."""

    drained_at: datetime | None
    why: str | None = None


def forecast(
    waiting: Mapping[str, int], bytes_per_s: float | None, policy: UploadPolicy, now: datetime
) -> Forecast:
    """`waiting` has bytes by rendition, `bytes_per_s` is what was measured.

    The policy's cap is a limit, or a guess where nothing was measured.
    """
    known = [rate for rate in (bytes_per_s, policy.bytes_per_s) if rate]
    left = sum(waiting.values())
    if not left:
        return Forecast(now)
    bound = sum(size for rendition, size in waiting.items() if policy.is_bound(rendition))
    if bound and not policy.windows:
        return Forecast(None, "the link is metered, and there are no hours for originals")
    if not known:
        return Forecast(None, "nothing was uploaded yet")
    rate = min(known)
    free_at = now + timedelta(seconds=(left - bound) / rate)
    if not bound:
        return Forecast(free_at)
    return _fit(bound / rate, policy.list_spans(free_at, _DAYS_MAX), free_at)


def _fit(left_s: float, spans: Iterator[tuple[datetime, datetime]], earliest: datetime) -> Forecast:
    for starts, ends in spans:
        starts = max(starts, earliest)
        open_s = (ends - starts).total_seconds()
        if left_s <= open_s:
            return Forecast(starts + timedelta(seconds=left_s))
        left_s -= open_s
    return Forecast(None, f"more than {_DAYS_MAX} days")
