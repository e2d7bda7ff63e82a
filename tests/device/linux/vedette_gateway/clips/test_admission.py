"""What becomes of a file, by what is in it."""

from dataclasses import replace

import pytest
from vedette_gateway.clips.admission import (
    Admit,
    Contents,
    Hold,
    SetAside,
    Unreadable,
    decide,
)

WHOLE = Contents("clip", "mkv", "video/x-matroska", "h264", "yuv420p", 320, 180, None, 0)
CUT, LIVE = replace(WHOLE, missing_bytes=7), replace(WHOLE, missing_bytes=None)
BAD = Unreadable("Invalid data")


@pytest.mark.parametrize(
    ("found", "size", "unchanged_s", "expected"),
    [
        (WHOLE, 9, 0.0, Admit(WHOLE)),
        (CUT, 9, 10.0, Hold(20.0, "incomplete: 7 bytes are missing")),
        (CUT, 9, 30.0, SetAside("incomplete: 7 bytes are missing")),
        (LIVE, 9, 29.0, Hold(1.0, "the format does not say whether it is whole")),
        (LIVE, 9, 30.0, Admit(LIVE)),
        (BAD, 9, 0.0, Hold(30.0, "unreadable: Invalid data")),
        (BAD, 9, 31.0, SetAside("unreadable: Invalid data")),
        (BAD, 0, 0.0, SetAside("empty: no bytes came")),
    ],
)
def test_the_decision(
    found: Contents | Unreadable,
    size: int,
    unchanged_s: float,
    expected: Admit | Hold | SetAside,
) -> None:
    assert decide(found, size, unchanged_s, 30.0) == expected
