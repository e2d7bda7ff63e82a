"""When which renditions may be uploaded, and how fast."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from vedette_gateway import names

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")
_AT_ONCE = frozenset({"thumb", "preview"})
# As good as an original, made by the gateway.
_LARGE = frozenset({"original", "hd"})

Wait = Literal["window", "metered"]


@dataclass(frozen=True)
class Window:
    """A part of every day by the wall clock, across midnight when it ends before it starts."""

    starts: time
    ends: time

    def span(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The window that starts on this day, in UTC.

        An hour that happens twice is inside both times; of one that is skipped nothing is left.
        """
        last = day if self.starts < self.ends else day + timedelta(days=1)
        starts = datetime.combine(day, self.starts, zone).astimezone(UTC)
        ends = datetime.combine(last, self.ends, zone).replace(fold=1).astimezone(UTC)
        return starts, max(starts, ends)


def parse_window(text: str) -> Window:
    """Raises ValueError unless it looks like 22:00-06:00; 24:00 is the end of the day."""
    found = _WINDOW.fullmatch(text)
    if found is None:
        raise ValueError("a window looks like 22:00-06:00")
    hour, minute, last_hour, last_minute, midnight, _ = found.groups()
    starts = time(int(hour), int(minute))
    ends = time(0) if midnight else time(int(last_hour), int(last_minute))
    if starts == ends and not midnight:
        raise ValueError("a window ends at another time than it starts; the whole day: 00:00-24:00")
    return Window(starts, ends)


@dataclass(frozen=True)
class UploadPolicy:
    """Thumbnails and previews go at any time, as does all they tell of a clip.

    Originals go in the windows, where there are any. On a metered link originals and low
    renditions wait for a window, and without windows for the link not to be metered any more.
    """

    windows: tuple[Window, ...] = ()
    time_zone: str = "UTC"
    is_metered: bool = False
    bytes_per_s: int | None = None

    def why_not(self, rendition: str, now: datetime) -> Wait | None:
        """What this rendition has to wait for; None when it may go."""
        if not self.is_bound(rendition):
            return None
        if self.windows:
            return None if self.is_open(now) else "window"
        return "metered"

    def is_bound(self, rendition: str) -> bool:
        """Whether it may not go at just any time."""
        if rendition in _AT_ONCE:
            return False
        return self.is_metered or (rendition in _LARGE and bool(self.windows))

    def list_allowed(self, now: datetime) -> list[str]:
        return [each for each in names.RENDITIONS if self.why_not(each, now) is None]

    def is_open(self, now: datetime) -> bool:
        return any(starts <= now for starts, _ in self.list_spans(now, days=1))

    def list_spans(self, now: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Times of open windows that end after `now`, in their order, not overlapping."""
        zone = ZoneInfo(self.time_zone)
        today = now.astimezone(zone).date()
        found = sorted(
            window.span(today + timedelta(days=day), zone)
            for day in range(-1, days + 1)
            for window in self.windows
        )
        yield from _merge([span for span in found if span[1] > now])


def _merge(spans: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    before: tuple[datetime, datetime] | None = None
    for starts, ends in spans:
        if before is None:
            before = starts, ends
        elif starts <= before[1]:
            before = before[0], max(before[1], ends)
        else:
            yield before
            before = starts, ends
    if before is not None:
        yield before
