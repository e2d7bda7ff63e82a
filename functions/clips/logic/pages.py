"""Pages of clips: which partitions answer a question, and how their rows become one page."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract import names
from functions.clips.rows import Partition, Row, Sieve, Slice, Span
from functions.errors import Rejected
from functions.membership import Caller, unknown_site

# Every `ordered` begins with a year, so it is greater than this and less than a time after it.
_LOWEST = "0"
_HIGHEST = "9999-12-31T23:59:59.999Z~"
# Of many cameras each is read less deep: what the busiest does not fill, the next round does.
_COUNT_MIN = 8
# A page that a filter leaves short is filled up by at most this many rounds of reading.
ROUNDS_MAX = 4


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What was asked for; `before` and `after` are contract times, `cameras` API-wide ids."""

    cameras: tuple[str, ...] = ()
    site: str | None = None
    kind: str | None = None
    before: str | None = None
    after: str | None = None
    min_duration_ms: int | None = None
    max_duration_ms: int | None = None
    seen: bool | None = None
    starred: bool | None = None
    newest_first: bool = True

    def question(self) -> tuple[str | None, ...]:
        """What a cursor is bound to."""
        rest = (self.min_duration_ms, self.max_duration_ms, self.seen, self.starred)
        named = (",".join(self.cameras), self.site, self.kind, self.before, self.after)
        rest += (self.newest_first,)
        return ("clips", *named, *(None if each is None else str(each) for each in rest))

    def sieve(self, now_s: int) -> Sieve:
        """What the table itself can leave out."""
        unstarred = self.starred is False
        return Sieve(now_s, self.min_duration_ms, self.max_duration_ms, unstarred)

    def fits(self, caller: Caller, row: Row) -> bool:
        """Whether a row of a partition that holds more than what was asked for is of it."""
        site, camera = str(row["site"]), str(row["camera"])
        if not caller.sees(site, camera) or self.kind not in (None, row["kind"]):
            return False
        return not self.cameras or names.format_camera_id(site, camera) in self.cameras


@dataclass(frozen=True)
class Page:
    """Rows to show and the position after which the next page starts; None is the end."""

    rows: list[Row]
    position: str | None


def choose_partitions(caller: Caller, wanted: Filter) -> list[Partition]:
    """Where the answer is: a partition of each camera asked for, else of each of the caller's
    sites, or of each camera of a site where the caller may see only some. Starred clips are few:
    those of a whole site are read.

    Raises Rejected "not_found" for a camera or a site that is not the caller's.
    """
    if wanted.site is not None and caller.membership(wanted.site) is None:
        raise unknown_site()
    if wanted.starred and not wanted.cameras:
        return [_starred(site) for site in caller.sites if wanted.site in (None, site)]
    if not wanted.cameras:
        return list(_all_of(caller, wanted))
    places = [names.parse_camera_id(camera) for camera in wanted.cameras]
    if not all(caller.sees(site, camera) for site, camera in places):
        raise unknown_camera()
    if wanted.starred:
        sites = sorted({site for site, _ in places if wanted.site in (None, site)})
        return [_starred(site) for site in sites]
    return [
        _camera_partition(site, camera, wanted.kind)
        for site, camera in places
        if wanted.site in (None, site)
    ]


def _all_of(caller: Caller, wanted: Filter) -> Iterator[Partition]:
    for each in caller.memberships:
        if wanted.site not in (None, each.site):
            continue
        if each.cameras is None:
            yield _site_partition(each.site, wanted.kind)
        else:
            for camera in sorted(each.cameras):
                yield _camera_partition(each.site, camera, wanted.kind)


def unknown_camera() -> Rejected:
    """The same for a foreign camera and for one that does not exist."""
    return Rejected("not_found", "camera: there is no such camera")


def _site_partition(site: str, kind: str | None) -> Partition:
    if kind is None:
        return Partition("site", names.format_site_partition(site))
    return Partition("site_kind", names.format_site_kind_partition(site, kind))


def _starred(site: str) -> Partition:
    return Partition("starred", names.format_starred_partition(site))


def _camera_partition(site: str, camera: str, kind: str | None) -> Partition:
    if kind is None:
        return Partition("camera", names.format_camera_partition(site, camera))
    return Partition("camera_kind", names.format_camera_kind_partition(site, camera, kind))


def choose_count(partitions: list[Partition], limit: int) -> int:
    """How many rows of each partition to look at for a page of `limit`."""
    if len(partitions) < 3:
        return limit + 1
    return min(limit + 1, max(_COUNT_MIN, -(-2 * (limit + 1) // len(partitions))))


def choose_span(wanted: Filter, position: str | None) -> Span | None:
    """What to read of each partition, or None when nothing can be there.

    `position` is where the page before ended; raises Rejected "invalid_cursor" when it is none.
    """
    # A time is less than every `ordered` with that time, so it is the exclusive end of a span.
    low, high = wanted.after or _LOWEST, wanted.before or _HIGHEST
    if position is not None:
        try:
            names.parse_clip_order(position)
        except ValueError:
            raise Rejected("invalid_cursor", "cursor: was not made by this API") from None
        if wanted.newest_first:
            high = min(high, _predecessor(position))
        else:
            low = max(low, _successor(position))
    return Span(low, high, wanted.newest_first) if low < high else None


def _predecessor(position: str) -> str:
    # The greatest text below it, as far as rows go: they are all equally long.
    return position[:-1] + chr(ord(position[-1]) - 1)


def _successor(position: str) -> str:
    # Greater than it, and less than every other of its length that is.
    return position + " "


def merge_slices(slices: list[Slice], limit: int, newest_first: bool = True) -> Page:
    """One page, in order, of slices that were all read in it.

    Rows beyond the shallowest place that an unfinished slice has reached must wait: that slice may
    have rows between. Every page therefore ends deeper than it began, even one without rows.
    """
    reached = [each.reached for each in slices if each.reached is not None]
    edge = (max if newest_first else min)(reached, default=None)
    found = [row for each in slices for row in each.rows]
    if edge is not None and newest_first:
        found = [row for row in found if _order(row) >= edge]
    elif edge is not None:
        found = [row for row in found if _order(row) <= edge]
    found.sort(key=_order, reverse=newest_first)
    if len(found) > limit:
        return Page(found[:limit], _order(found[limit - 1]))
    return Page(found, edge)


def _order(row: Row) -> str:
    return str(row["ordered"])
