"""Pages of clips: which partitions answer a question, and how their rows become one page."""

from dataclasses import dataclass

from contract import names
from functions.clips.rows import Partition, Row, Slice, Span
from functions.errors import Rejected

# Every `ordered` begins with a year, so it is greater than this and less than a time after it.
_LOWEST = "0"
_HIGHEST = "9999-12-31T23:59:59.999Z~"


@dataclass(frozen=True)
class Filter:
    """What was asked for; `before` and `after` are contract times, `camera` an API-wide id."""

    camera: str | None = None
    kind: str | None = None
    before: str | None = None
    after: str | None = None

    def question(self) -> tuple[str | None, ...]:
        """What a cursor is bound to."""
        return ("clips", self.camera, self.kind, self.before, self.after)


@dataclass(frozen=True)
class Page:
    """Rows to show and the position after which the next page starts; None is the end."""

    rows: list[Row]
    position: str | None


def choose_partitions(sites: tuple[str, ...], wanted: Filter) -> list[Partition]:
    """Where the answer is: one partition of the camera, or one of each of the caller's sites.

    Raises Rejected "not_found" for a camera of a site that is not the caller's.
    """
    if wanted.camera is None:
        return [_site_partition(site, wanted.kind) for site in sites]
    site, camera = names.parse_camera_id(wanted.camera)
    if site not in sites:
        raise unknown_camera()
    if wanted.kind is None:
        return [Partition("camera", names.format_camera_partition(site, camera))]
    return [Partition("camera_kind", names.format_camera_kind_partition(site, camera, wanted.kind))]


def unknown_camera() -> Rejected:
    """The same for a foreign camera and for one that does not exist."""
    return Rejected("not_found", "camera: there is no such camera")


def _site_partition(site: str, kind: str | None) -> Partition:
    if kind is None:
        return Partition("site", names.format_site_partition(site))
    return Partition("site_kind", names.format_site_kind_partition(site, kind))


def choose_span(wanted: Filter, position: str | None) -> Span | None:
    """What to read of each partition, or None when nothing can be there.

    `position` is where the page before ended; raises Rejected "invalid_cursor" when it is none.
    """
    # A time is less than every `ordered` with that time, so it is the exclusive end of a span.
    high = wanted.before or _HIGHEST
    if position is not None:
        high = min(high, _predecessor(position))
    low = wanted.after or _LOWEST
    return Span(low, high) if low < high else None


def _predecessor(position: str) -> str:
    # The greatest text below it, as far as rows go: they are all equally long.
    try:
        names.parse_clip_order(position)
    except ValueError:
        raise Rejected("invalid_cursor", "cursor: was not made by this API") from None
    return position[:-1] + chr(ord(position[-1]) - 1)


def merge_slices(slices: list[Slice], limit: int) -> Page:
    """One page, newest first, of slices that were each read with at least `limit` + 1 rows.

    Rows below the shallowest place that an unfinished slice has reached must wait: that slice may
    have rows between. Every page therefore ends deeper than it began, even one without rows.
    """
    floor = max((each.reached for each in slices if each.reached is not None), default=None)
    found = [row for each in slices for row in each.rows if floor is None or _order(row) >= floor]
    found.sort(key=_order, reverse=True)
    if len(found) > limit:
        return Page(found[:limit], _order(found[limit - 1]))
    return Page(found, floor)


def _order(row: Row) -> str:
    return str(row["ordered"])
