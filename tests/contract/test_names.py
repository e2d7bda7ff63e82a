"""Names go there and back unchanged, and nothing else is taken for one."""

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import generate, names

ROOT = Path(__file__).resolve().parents[2]
ASSERTIONS = Path(__file__).with_name("names_agree.py")
MICROPYTHON = Path(sys.executable).with_name("micropython")
SCHEMA: dict[str, Any] = {"names": {}, "templates": {}, "messages": {}}
for one in sorted((ROOT / "contract" / "schemas").glob("*.json")):
    for part, entries in json.loads(one.read_text("utf-8")).items():
        if part in SCHEMA:
            SCHEMA[part] |= entries
TEMPLATES = sorted(SCHEMA["templates"])
TYPESCRIPT = (ROOT / generate.TYPESCRIPT_COPY).read_text("utf-8")


def strategy(name: str) -> st.SearchStrategy[str]:
    """Every text that the schema calls a `name`."""
    words = SCHEMA["names"][name]
    if "enum" in words:
        return st.sampled_from(words["enum"])
    if "shape" in words:
        digits = st.text("0123456789", min_size=len(words["shape"]), max_size=len(words["shape"]))
        return digits.map(
            lambda text: "".join(
                digit if mark == "0" else mark
                for digit, mark in zip(text, words["shape"], strict=True)
            )
        )
    rest = st.text(
        words["alphabet"], min_size=words["minLength"] - 1, max_size=words["maxLength"] - 1
    )
    return st.tuples(st.sampled_from(words["first"]), rest).map("".join)


def function(name: str) -> Callable[..., Any]:
    return vars(names)[name]


@pytest.mark.parametrize("interpreter", [sys.executable, str(MICROPYTHON)], ids=["c", "micro"])
def test_both_pythons_run_the_same_names(interpreter: str) -> None:
    ran = subprocess.run(
        [interpreter, str(ASSERTIONS)],
        env={"MICROPYPATH": str(ROOT), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "the names agree\n"), ran.stderr


def test_micropython_is_the_real_one() -> None:
    told = subprocess.run(
        [str(MICROPYTHON), "-c", "import sys; print(sys.implementation.name)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.strip() == "micropython"


@pytest.mark.parametrize("template", TEMPLATES)
@given(data=st.data())
def test_what_is_formatted_parses_back(template: str, data: st.DataObject) -> None:
    make, parse = function(f"format_{template}"), function(f"parse_{template}")
    fields: tuple[str, ...] = tuple(
        data.draw(strategy(name)) for name in inspect.signature(make).parameters
    )
    parsed = parse(make(*fields))
    assert parsed == (fields[0] if len(fields) == 1 else fields)


@pytest.mark.parametrize("template", TEMPLATES)
@given(data=st.data())
def test_what_parses_is_exactly_what_is_formatted(template: str, data: st.DataObject) -> None:
    make, parse = function(f"format_{template}"), function(f"parse_{template}")
    good = make(*(data.draw(strategy(name)) for name in inspect.signature(make).parameters))
    place = data.draw(st.integers(0, len(good)))
    spoilt = good[:place] + data.draw(st.text(max_size=2)) + good[place + 1 :]
    try:
        parsed = parse(spoilt)
    except ValueError:
        return
    assert make(*([parsed] if isinstance(parsed, str) else parsed)) == spoilt


@pytest.mark.parametrize("template", TEMPLATES)
@given(text=st.text(max_size=120))
def test_a_parser_raises_nothing_but_value_error(template: str, text: str) -> None:
    try:
        function(f"parse_{template}")(text)
    except ValueError:
        return
    assert text.isascii()


@pytest.mark.parametrize("name", sorted(SCHEMA["names"]))
@given(data=st.data())
def test_python_and_typescript_take_the_same_texts(name: str, data: st.DataObject) -> None:
    found = re.search(rf"^export const {name.upper()} = /\^(.*)\$/;$", TYPESCRIPT, re.MULTILINE)
    text = data.draw(strategy(name) | st.text(max_size=40))
    try:
        is_name = function(f"check_{name}")(text) == text
    except ValueError:
        is_name = False
    if found is None:
        listed = re.search(
            rf"^export const {name.upper()}S = (\[.*\]) as const;$", TYPESCRIPT, re.M
        )
        assert listed is not None
        assert is_name == (text in json.loads(listed[1]))
    else:
        # JavaScript's \d is ASCII, and its $ is the very end.
        assert is_name == bool(re.fullmatch(found[1], text, re.ASCII))


def field(words: dict[str, Any]) -> st.SearchStrategy[str | int]:
    if words["type"] == "integer":
        return st.integers(words["minimum"], words["maximum"])
    if words["type"] == "text":
        printable = st.characters(min_codepoint=32, max_codepoint=126)
        return st.text(printable, max_size=words["maxLength"])
    return strategy(words["type"])


FIELDS: dict[str, Any] = SCHEMA["messages"]["clip"]["fields"]
CLIPS = st.fixed_dictionaries(
    {name: field(words) for name, words in FIELDS.items() if words.get("required")},
    optional={name: field(words) for name, words in FIELDS.items() if not words.get("required")},
)


@given(CLIPS)
def test_a_clips_metadata_goes_there_and_back(clip: dict[str, str | int]) -> None:
    metadata = names.encode_clip(clip)
    assert names.decode_clip(metadata) == clip
    assert all(value.isascii() for value in metadata.values())


@given(CLIPS)
def test_the_metadata_of_any_clip_fits_into_s3s_headers(clip: dict[str, str | int]) -> None:
    size = sum(len(name) + len(value) for name, value in names.encode_clip(clip).items())
    assert size <= names.CLIPS_METADATA_BYTES_MAX


KNOWN = {name.replace("_", "-") for name in FIELDS}
LATER = st.text(max_size=20).filter(lambda name: name not in KNOWN)


@given(CLIPS, st.dictionaries(LATER, st.text(max_size=20)))
def test_metadata_of_newer_ends_is_left_out(
    clip: dict[str, str | int], more: dict[str, str]
) -> None:
    assert names.decode_clip({**more, **names.encode_clip(clip)}) == clip
