"""Cursors come back as they were given out, or not at all."""

import base64
import json
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.clips.logic.cursors import format_cursor, parse_cursor
from functions.errors import Rejected

QUESTION = ("clips", "home_porch", None, None, "2026-11-21T00:00:00.000Z")
POSITION = "2026-11-21T04:26:14.123Z#01KAJ5X9QJ8Z3V6M2N4P7R0TSW"
QUESTIONS = st.lists(st.none() | st.text(max_size=30), max_size=6).map(tuple)


def code_of(question: tuple[str | None, ...], cursor: str) -> str:
    with pytest.raises(Rejected) as told:
        parse_cursor(question, cursor)
    return told.value.code


@given(question=QUESTIONS, position=st.text(max_size=80))
def test_a_cursor_gives_back_its_position(question: tuple[str | None, ...], position: str) -> None:
    assume(len(format_cursor(question, position)) <= 400)
    assert parse_cursor(question, format_cursor(question, position)) == position


@given(question=QUESTIONS, other=QUESTIONS)
def test_a_cursor_answers_only_its_own_question(
    question: tuple[str | None, ...], other: tuple[str | None, ...]
) -> None:
    assume(question != other)
    assert code_of(other, format_cursor(question, POSITION)) == "cursor_mismatch"


def test_none_and_the_empty_text_are_different_questions() -> None:
    cursor = format_cursor(("clips", None, ""), POSITION)
    assert code_of(("clips", "", None), cursor) == "cursor_mismatch"


@given(place=st.integers(0), letter=st.sampled_from(string.ascii_letters + string.digits + "-_="))
def test_one_changed_letter_is_noticed(place: int, letter: str) -> None:
    cursor = format_cursor(QUESTION, POSITION)
    place %= len(cursor)
    assume(cursor[place] != letter)
    changed = cursor[:place] + letter + cursor[place + 1 :]
    assert code_of(QUESTION, changed) == "invalid_cursor"


@given(st.data())
def test_a_cut_or_lengthened_cursor_is_noticed(data: st.DataObject) -> None:
    cursor = format_cursor(QUESTION, POSITION)
    length = data.draw(st.integers(0, len(cursor) - 1))
    assert code_of(QUESTION, cursor[:length]) == "invalid_cursor"
    more = data.draw(st.text(string.ascii_letters + "=", min_size=1, max_size=5))
    assert code_of(QUESTION, cursor + more) == "invalid_cursor"


@given(st.text(max_size=500))
def test_nonsense_is_refused(text: str) -> None:
    assert code_of(QUESTION, text) == "invalid_cursor"


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"[]",
        b"{}",
        b'{"v":1,"at":5,"of":6,"sum":7}',
        b'{"v":1,"at":{"a":[1]},"of":null,"sum":""}',
        b"[" * 300,
        b"\xff\xfe",
    ],
)
def test_well_encoded_nonsense_is_refused(content: bytes) -> None:
    cursor = base64.urlsafe_b64encode(content).decode().rstrip("=")
    assert code_of(QUESTION, cursor) == "invalid_cursor"


@pytest.mark.parametrize("position", ["5", "null", "true", '["x"]', '{"a": 1}'])
def test_a_forged_position_that_is_no_text_is_refused(position: str) -> None:
    """The sum is no secret: whoever reads this code can make one that fits."""
    assert code_of(QUESTION, format_cursor(QUESTION, json.loads(position))) == "invalid_cursor"


def test_a_cursor_of_another_version_is_refused() -> None:
    made = base64.urlsafe_b64decode(format_cursor(QUESTION, POSITION) + "==")
    other = base64.urlsafe_b64encode(made.replace(b'"v":1', b'"v":2')).decode().rstrip("=")
    assert code_of(QUESTION, other) == "invalid_cursor"
