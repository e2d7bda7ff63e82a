"""A clip of one second for trying the way to the cloud: `python -m vedette_gateway.clips.trial`."""

import io
import sys
import time
from collections.abc import Sequence
from typing import Protocol, cast

import av
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

_RATE, _WIDTH, _HEIGHT = 10, 320, 180


class _Stream(Protocol):
    width: int
    height: int
    pix_fmt: str

    def encode(self, frame: VideoFrame | None) -> "Sequence[Packet[Stream]]": ...


class _Target(Protocol):
    def add_stream(self, codec_name: str, rate: int) -> _Stream: ...
    def mux(self, packets: "Sequence[Packet[Stream]]") -> None: ...


def film_test() -> bytes:
    """MP4 with H.264, as cameras send it; every call gives other content."""
    file = io.BytesIO()
    shade = time.time_ns() // 1000
    with av.open(file, "w", format="mp4") as container:
        target = cast(_Target, container)
        stream = target.add_stream("libx264", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        for number in range(_RATE):
            frame = VideoFrame(_WIDTH, _HEIGHT, "yuv420p")
            for plane, value in zip(frame.planes, _mix(shade, number), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            frame.pts = number
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


def _mix(shade: int, number: int) -> tuple[int, int, int]:
    return 40 + (shade + number * 8) % 160, 64 + (shade >> 8) % 128, 64 + (shade >> 15) % 128


if __name__ == "__main__":
    sys.stdout.buffer.write(film_test())
