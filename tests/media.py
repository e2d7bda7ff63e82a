"""Real media for tests: H.264 in Matroska or MP4 with a colour that can be recognised again."""

from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np


class Colour(Enum):
    """RGB, far apart, so that a decoded and scaled picture still tells them from each other."""

    RED = (200, 30, 30)
    GREEN = (30, 180, 30)
    BLUE = (30, 30, 200)


def make_clip(
    path: Path, colour: Colour, *, seconds: float = 3, width: int = 640, height: int = 360
) -> None:
    """A clip of one colour with a white bar that moves, 10 frames a second; format by suffix."""
    rate = 10
    # PyAV's annotations leave its generics open, which strict checking refuses to guess.
    container: Any = av.open(str(path), "w")
    with container as output:
        stream = output.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, rate)
        for number in range(int(seconds * rate)):
            picture = np.full((height, width, 3), colour.value, np.uint8)
            left = (number * 8) % (width - 8)
            picture[: height // 8, left : left + 8] = 255
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def nearest_colour(red: float, green: float, blue: float) -> Colour:
    """Which of the colours a picture shows."""

    def distance(colour: Colour) -> float:
        pairs = zip(colour.value, (red, green, blue), strict=True)
        return sum((have - want) ** 2 for have, want in pairs)

    return min(Colour, key=distance)
