"""Recordings to measure with: H.264 with AAC in Matroska, as motion cameras send them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 25
SOUND_RATE = 16_000
SOUND_FRAME = 1024


def make_recording(path: Path, seconds: int, bits_per_second: int) -> None:
    """A 720p recording of a drifting noisy picture; its size follows the bit rate closely."""
    noise = np.random.default_rng(1)
    wide = noise.integers(0, 255, (90, 480, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    # PyAV's annotations leave its generics open, which strict checking refuses to guess.
    container: Any = av.open(str(path), "w")
    with container as output:
        options = {"preset": "ultrafast", "profile": "main", "g": "50"}
        video = output.add_stream("libx264", rate=RATE, options=options)
        video.width, video.height, video.pix_fmt = 1280, 720, "yuv420p"
        video.bit_rate = bits_per_second
        video.codec_context.time_base = Fraction(1, RATE)
        sound = output.add_stream("aac", rate=SOUND_RATE, layout="mono")
        for number in range(seconds * RATE):
            left = number * 4 % (wide.shape[1] - 1280)
            picture = np.ascontiguousarray(wide[:720, left : left + 1280])
            grain = noise.integers(0, 24, (720, 1280, 1), np.uint8)
            frame = av.VideoFrame.from_ndarray(np.maximum(picture, grain), "rgb24")
            frame.pts = number
            output.mux(video.encode(frame))
        for start in range(0, seconds * SOUND_RATE, SOUND_FRAME):
            samples = np.sin(np.arange(start, start + SOUND_FRAME) / 20).astype(np.float32) / 4
            tone = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "fltp", "mono")
            tone.sample_rate, tone.pts = SOUND_RATE, start
            output.mux(sound.encode(tone))
        output.mux(video.encode(None))
        output.mux(sound.encode(None))
