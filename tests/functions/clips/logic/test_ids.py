"""ULIDs, compared with a library that nobody here wrote."""

from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from contract import names
from functions.clips.logic.ids import derive_id, make_id

MOMENTS_MS = st.integers(0, 2**48 - 1)


@given(MOMENTS_MS, st.binary(min_size=10, max_size=10))
def test_an_id_is_the_ulid_of_its_moment_and_randomness(now_ms: int, random: bytes) -> None:
    assert make_id(now_ms, random) == str(ULID(now_ms.to_bytes(6, "big") + random))
    assert names.check_log_entry(make_id(now_ms, random))


@given(MOMENTS_MS, MOMENTS_MS)
def test_ids_sort_by_their_moment(one_ms: int, other_ms: int) -> None:
    if one_ms < other_ms:
        assert make_id(one_ms, b"\xff" * 10) < make_id(other_ms, bytes(10))


def test_a_derived_id_depends_on_every_part_and_on_where_it_ends() -> None:
    made = {derive_id(5, "ab", "c"), derive_id(5, "a", "bc"), derive_id(6, "ab", "c")}
    assert len(made) == 3
    assert derive_id(5, "ab", "c") in made
