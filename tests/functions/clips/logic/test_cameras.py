"""Paging through cameras shows each once, by site and name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.clips.logic.cameras import choose_sites, cut_page
from functions.clips.rows import Row
from functions.errors import Rejected

# Dashes and digits sort below the mark between site and camera, letters above it.
NAMES = st.sampled_from(["a", "a-", "a-b", "a1", "aa", "b"])


@given(st.sets(st.tuples(NAMES, NAMES)), st.integers(1, 5))
def test_every_camera_is_shown_once_in_order(cameras: set[tuple[str, str]], limit: int) -> None:
    sites = tuple(sorted({site for site, _ in cameras}))
    seen: list[tuple[str, str]] = []
    position: str | None = None
    for _ in range(len(cameras) + 1):
        rows: list[Row] = [
            {"site": site, "camera": name}
            for site, after in choose_sites(sites, position)
            for each, name in sorted(cameras)
            if each == site and name > after
        ]
        page, position = cut_page(rows, limit)
        assert len(page) <= limit
        seen += [(str(row["site"]), str(row["camera"])) for row in page]
        if position is None:
            break
    assert position is None
    assert seen == sorted(cameras)


def test_a_position_in_a_site_that_was_left_goes_on_with_the_next() -> None:
    assert choose_sites(("attic", "home"), "barn_porch") == [("home", "")]


def test_a_position_that_is_no_camera_is_refused() -> None:
    with pytest.raises(Rejected) as told:
        choose_sites(("home",), "2026")
    assert told.value.code == "invalid_cursor"
