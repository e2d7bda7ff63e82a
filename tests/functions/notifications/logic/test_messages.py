"""The queue's messages go there and back, and nothing else is taken for one."""

import json

import pytest

from functions.errors import Rejected
from functions.notifications.logic.content import Clip
from functions.notifications.logic.messages import Letter, Push, format_message, parse_message

PUSH = Push(
    "5f2b0c4e9a7d4c1e8b3f6a5d4c3b2a19", "Motion: porch", "Home, 05:26", "/#/clips/1", "1", 7
)
LETTER = Letter("anna@example.org", "Bewegung: Tür", "…", 7)
CLIP = {
    "clip_id": "01KAJ5X9QJ8Z3V6M2N4P7R0TSW",
    "site": "home",
    "camera": "porch",
    "kind": "clip",
    "recorded_at": "2026-11-21T04:26:14.123Z",
}


@pytest.mark.parametrize("message", [PUSH, LETTER])
def test_what_is_on_its_way_goes_there_and_back(message: Push | Letter) -> None:
    assert parse_message(format_message(message)) == message


def test_a_clip_that_arrived_is_read() -> None:
    clip = parse_message(json.dumps({**CLIP, "later": "unknown"}))
    assert clip == Clip(CLIP["clip_id"], "home", "porch", "clip", CLIP["recorded_at"])


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "null", "7", "{}", "[" * 100_000),
        json.dumps({**CLIP, "site": "HOME"}),
        json.dumps({**CLIP, "clip_id": 7}),
        json.dumps({"way": "pigeon"}),
        json.dumps({"way": "push", "push_id": "x"}),
        json.dumps({"way": []}),
        format_message(PUSH).replace("7}", '"7"}'),
    ],
)
def test_nothing_else_is_taken_for_a_message(body: str) -> None:
    with pytest.raises(Rejected, match="malformed_message"):
        parse_message(body)
