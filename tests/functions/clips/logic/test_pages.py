"""Paging through any set of clips shows each once, newest first, and comes to an end."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract import names
from functions.clips.logic import cursors
from functions.clips.logic.pages import (
    Filter,
    choose_count,
    choose_partitions,
    choose_span,
    merge_slices,
)
from functions.clips.rows import Partition, Row, Slice, Span
from functions.errors import Rejected
from functions.membership import Caller, Membership

SITES = ("barn", "home")
OWNER = Caller("a", tuple(Membership(site, "owner") for site in SITES))
GUEST = Caller("b", (Membership("home", "guest", frozenset({"porch"})),))
CAMERAS = ("porch", "yard")
# Around midnights, with empty days between, and many in the same millisecond.
TIMES = (
    "2026-11-18T23:59:59.999Z",
    "2026-11-19T00:00:00.000Z",
    "2026-11-19T00:00:00.001Z",
    "2026-11-24T12:00:00.000Z",
    "2026-11-30T23:59:59.999Z",
    "2026-12-01T00:00:00.000Z",
)
NOW_S = 1000


@dataclass(frozen=True)
class Clip:
    site: str
    camera: str
    kind: str
    time: str
    clip_id: str
    is_expired: bool

    @property
    def ordered(self) -> str:
        return names.format_clip_order(self.time, self.clip_id)

    def row(self) -> Row:
        return {
            "ordered": self.ordered,
            "by_site": names.format_site_partition(self.site),
            "by_site_kind": names.format_site_kind_partition(self.site, self.kind),
            "by_camera": names.format_camera_partition(self.site, self.camera),
            "by_camera_kind": names.format_camera_kind_partition(self.site, self.camera, self.kind),
        }

    def matches(self, wanted: Filter) -> bool:
        return (
            not self.is_expired
            and (not wanted.cameras or f"{self.site}_{self.camera}" in wanted.cameras)
            and wanted.site in (None, self.site)
            and wanted.kind in (None, self.kind)
            and (wanted.before is None or self.time < wanted.before)
            and (wanted.after is None or self.time >= wanted.after)
        )


@dataclass
class Index:
    """What a query of DynamoDB does: looks at no more than `count` rows, then filters them."""

    clips: list[Clip] = field(default_factory=list[Clip])

    def read(self, partition: Partition, span: Span, count: int) -> Slice:
        assert span.low <= span.high, "DynamoDB refuses such a span"
        inside = sorted(
            (
                clip
                for clip in self.clips
                if clip.row()[f"by_{partition.index}"] == partition.value
                and span.low <= clip.ordered <= span.high
            ),
            key=lambda clip: clip.ordered,
            reverse=span.newest_first,
        )
        seen = inside[:count]
        # DynamoDB also says so when it happens to stop at the last row.
        reached = seen[-1].ordered if len(seen) == count else None
        return Slice([clip.row() for clip in seen if not clip.is_expired], reached)


CLIP_IDS = st.text(names.CLIP_ID_LETTERS, min_size=25, max_size=25).map(lambda rest: "0" + rest)
CLIPS = st.builds(
    Clip,
    st.sampled_from(SITES),
    st.sampled_from(CAMERAS),
    st.sampled_from(names.KINDS),
    st.sampled_from(TIMES),
    CLIP_IDS,
    st.booleans(),
)
CLIP_LISTS = st.lists(CLIPS, max_size=40, unique_by=lambda clip: clip.clip_id)
BOUNDS = st.none() | st.sampled_from(TIMES)
CAMERA_IDS = [f"{site}_{camera}" for site in SITES for camera in CAMERAS]
FILTERS = st.builds(
    Filter,
    cameras=st.lists(st.sampled_from(CAMERA_IDS), unique=True).map(tuple),
    site=st.none() | st.sampled_from(SITES),
    kind=st.none() | st.sampled_from(names.KINDS),
    before=BOUNDS,
    after=BOUNDS,
    newest_first=st.booleans(),
)


def read_page(
    index: Index, wanted: Filter, limit: int, cursor: str | None
) -> tuple[list[str], str | None]:
    """One request, as the route makes it."""
    position = cursor and cursors.parse_cursor(wanted.question(), cursor)
    span = choose_span(wanted, position)
    partitions = choose_partitions(OWNER, wanted)
    count = choose_count(partitions, limit)
    slices = [index.read(each, span, count) for each in partitions] if span else []
    page = merge_slices(slices, limit, wanted.newest_first)
    assert len(page.rows) <= limit
    shown = [str(row["ordered"]) for row in page.rows]
    return shown, page.position and cursors.format_cursor(wanted.question(), page.position)


@settings(max_examples=400)
@given(
    clips=CLIP_LISTS,
    late=st.lists(CLIPS, max_size=12, unique_by=lambda clip: clip.clip_id),
    wanted=FILTERS,
    limit=st.integers(1, 6),
)
def test_paging_shows_every_clip_once_in_order_while_others_arrive(
    clips: list[Clip], late: list[Clip], wanted: Filter, limit: int
) -> None:
    late = [clip for clip in late if clip.clip_id not in {each.clip_id for each in clips}]
    index, arriving = Index(list(clips)), list(late)
    seen: list[str] = []
    cursor: str | None = None
    # Each page ends deeper than it began, so there are no more pages than rows.
    for _ in range(len(clips) + len(late) + 1):
        shown, cursor = read_page(index, wanted, limit, cursor)
        seen += shown
        if cursor is None:
            break
        if arriving:
            index.clips.append(arriving.pop())
    assert cursor is None, "paging did not come to an end"
    assert seen == sorted(set(seen), reverse=wanted.newest_first), "repeated or out of order"
    there_all_along = {clip.ordered for clip in clips if clip.matches(wanted)}
    assert there_all_along <= set(seen)
    assert set(seen) <= {clip.ordered for clip in [*clips, *late] if clip.matches(wanted)}


@given(clips=CLIP_LISTS, late=CLIPS, limit=st.integers(1, 6))
def test_a_clip_that_arrives_late_but_is_older_is_still_to_come(
    clips: list[Clip], late: Clip, limit: int
) -> None:
    index = Index([clip for clip in clips if clip.clip_id != late.clip_id])
    shown, cursor = read_page(index, Filter(), limit, None)
    index.clips.append(late)
    while cursor is not None:
        more, cursor = read_page(index, Filter(), limit, cursor)
        shown += more
        if late.matches(Filter()) and more and more[-1] <= late.ordered <= more[0]:
            assert late.ordered in more


def test_the_middle_of_an_unfinished_partition_holds_back_the_others() -> None:
    home = Slice([{"ordered": "9"}, {"ordered": "7"}], reached="7")
    barn = Slice([{"ordered": "8"}, {"ordered": "3"}], reached=None)
    page = merge_slices([home, barn], 10)
    assert [row["ordered"] for row in page.rows] == ["9", "8", "7"]
    assert page.position == "7"


def test_a_page_of_nothing_but_expired_rows_still_moves_on() -> None:
    page = merge_slices([Slice([], reached="5")], 10)
    assert (page.rows, page.position) == ([], "5")


def test_no_site_is_the_end_at_once() -> None:
    assert merge_slices([], 10).position is None
    assert choose_partitions(Caller("a", ()), Filter()) == []


@pytest.mark.parametrize(
    ("wanted", "partitions"),
    [
        (Filter(), [Partition("site", "SITE#barn"), Partition("site", "SITE#home")]),
        (
            Filter(kind="still"),
            [
                Partition("site_kind", "SITE#barn#still"),
                Partition("site_kind", "SITE#home#still"),
            ],
        ),
        (
            Filter(cameras=("barn_yard", "home_porch")),
            [Partition("camera", "CAMERA#barn#yard"), Partition("camera", "CAMERA#home#porch")],
        ),
        (Filter(site="home"), [Partition("site", "SITE#home")]),
        (Filter(site="barn", cameras=("home_porch",)), []),
        (Filter(cameras=("home_porch",)), [Partition("camera", "CAMERA#home#porch")]),
        (
            Filter(cameras=("home_porch",), kind="clip"),
            [Partition("camera_kind", "CAMERA#home#porch#clip")],
        ),
    ],
)
def test_a_question_reads_only_partitions_that_hold_nothing_else(
    wanted: Filter, partitions: list[Partition]
) -> None:
    assert choose_partitions(OWNER, wanted) == partitions


@pytest.mark.parametrize(
    ("caller", "wanted"),
    [
        (OWNER, Filter(cameras=("villa_porch",))),
        (OWNER, Filter(cameras=("home_porch", "villa_porch"))),
        (OWNER, Filter(site="villa")),
        (GUEST, Filter(cameras=("home_yard",))),
        (GUEST, Filter(cameras=("home_porch", "home_yard"))),
        (GUEST, Filter(site="barn")),
    ],
)
def test_what_is_not_the_callers_is_not_found(caller: Caller, wanted: Filter) -> None:
    with pytest.raises(Rejected) as told:
        choose_partitions(caller, wanted)
    assert told.value.code == "not_found"


def test_a_guest_of_some_cameras_reads_only_theirs() -> None:
    assert choose_partitions(GUEST, Filter()) == [Partition("camera", "CAMERA#home#porch")]
    assert choose_partitions(GUEST, Filter(site="home", kind="still")) == [
        Partition("camera_kind", "CAMERA#home#porch#still")
    ]


def test_a_page_of_many_cameras_costs_little_more_than_one_of_a_site() -> None:
    cameras = [Partition("camera", f"CAMERA#home#{number}") for number in range(50)]
    assert choose_count(cameras[:1], 50) == 51
    assert len(cameras) * choose_count(cameras, 50) <= 400


@pytest.mark.parametrize("before", ["2026-11-21T00:00:00.000Z", "2026-11-20T00:00:00.000Z"])
def test_a_span_that_ends_before_it_begins_is_not_read(before: str) -> None:
    assert choose_span(Filter(before=before, after="2026-11-21T00:00:00.000Z"), None) is None


@pytest.mark.parametrize("position", ["", "x", "2026-11-21T00:00:00.000Z", "home_porch"])
def test_a_position_that_is_no_clip_is_refused(position: str) -> None:
    with pytest.raises(Rejected) as told:
        choose_span(Filter(), position)
    assert told.value.code == "invalid_cursor"
