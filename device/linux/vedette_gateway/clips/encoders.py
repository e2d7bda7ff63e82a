"""H.264 encoders: which of them this computer has, and what they are told.

For worker processes only: drivers crash.
"""

from dataclasses import dataclass
from fractions import Fraction

from av.error import FFmpegError
from av.video.frame import VideoFrame

from vedette_gateway.ports.libav import create_encoder
from vedette_gateway.settings import SOFTWARE_ENCODER

_TRIAL_SIDES = (640, 360)
_TRIAL_FRAMES = 3


@dataclass(frozen=True)
class Quality:
    """`crf` is x264's scale; the peak rate in bits per second is kept over two seconds."""

    crf: int
    rate_max: int
    profile: str
    keyframe_s: int


def try_encoder(name: str) -> str | None:
    """Encode a few pictures; None when that works, else why it does not."""
    width, height = _TRIAL_SIDES
    try:
        encoder = create_encoder(name, width, height, Fraction(1, 25))
        packets = 0
        for number in range(_TRIAL_FRAMES):
            frame = VideoFrame(width, height, "yuv420p")
            for plane in frame.planes:
                plane.update(b"\x80" * plane.buffer_size)
            frame.pts = number
            packets += len(encoder.encode(frame))
        packets += len(encoder.encode(None))
    except (FFmpegError, ValueError) as error:
        # PyAV's text for a missing device is the call it made; the reason is in the code.
        return str(getattr(error, "strerror", None) or type(error).__name__)
    return None if packets else "it gave nothing"


def choose_options(encoder: str, quality: Quality, rate: Fraction) -> dict[str, str]:
    """What the encoder is told; hardware knows bit rates only."""
    limits = {
        "maxrate": str(quality.rate_max),
        "bufsize": str(quality.rate_max * 2),
        "g": str(max(1, round(rate * quality.keyframe_s))),
    }
    if encoder == SOFTWARE_ENCODER:
        own = {"preset": "veryfast", "crf": str(quality.crf), "profile": quality.profile}
        return {**limits, **own}
    return {**limits, "b": str(quality.rate_max * 3 // 4)}
