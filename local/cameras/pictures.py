"""What a simulated camera sees: its name on its colour, and something that moves."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from local.cameras.letters import HEIGHT, WIDTH, dots_of
from local.foreign import Foreign

_RATE = 15
_SAMPLES = 16_000
_SCENES = ("0x1f6f78", "0x8a5a19", "0x7a3e65", "0x34568b", "0x4b6b2a", "0x8c3b32", "0x4a4a8a")


@dataclass(frozen=True)
class Look:
    """What tells one camera's pictures from another's: its name, and the colour of its scene."""

    name: str
    scene: int


def make_clip(path: Path, look: Look, number: int, size: tuple[int, int], seconds: float) -> None:
    """Write an H.264 and AAC Matroska file of one camera; `number` tells its clips apart."""
    draft = path.with_suffix(".part.mkv")
    container: Foreign = av.open(str(draft), "w", format="matroska")
    with container:
        video = container.add_stream("libx264", rate=_RATE)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "30", "g": str(2 * _RATE), "threads": "1"}
        audio = container.add_stream("aac", rate=_SAMPLES, layout="mono", bit_rate=32_000)
        for frame in _moving_picture(look, number, size, int(seconds * _RATE)):
            container.mux(video.encode(frame))
        for frame in _sound(number, seconds):
            container.mux(audio.encode(frame))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    draft.replace(path)


def stamp_clip(path: Path, taken_at: datetime) -> bytes:
    """The clip as it would come from the camera at that time: same picture, other bytes."""
    made = io.BytesIO()
    source: Foreign = av.open(str(path))
    target: Foreign = av.open(made, "w", format="matroska")
    with source, target:
        target.metadata["title"] = taken_at.isoformat()
        streams = {
            stream.index: target.add_stream_from_template(stream) for stream in source.streams
        }
        for packet in source.demux():
            if packet.pts is not None:
                # Matroska keeps no dts; without B-frames it is the pts.
                packet.dts = packet.pts
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    return made.getvalue()


def make_still(look: Look, number: int, size: tuple[int, int]) -> bytes:
    """One JPEG picture."""
    (frame,) = _moving_picture(look, number, size, 1)
    made = io.BytesIO()
    container: Foreign = av.open(made, "w", format="mjpeg")
    with container:
        stream = container.add_stream("mjpeg", rate=1)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p"
        container.mux(stream.encode(frame.reformat(format="yuvj420p")))
        container.mux(stream.encode(None))
    return made.getvalue()


def _moving_picture(
    look: Look, number: int, size: tuple[int, int], frames: int
) -> Iterator[VideoFrame]:
    width, height = size
    wide, tall = height // 9, height // 3
    graph = Graph()
    yard = _chain(
        graph,
        ("color", f"c={_SCENES[look.scene % len(_SCENES)]}:size={width}x{height}:rate={_RATE}"),
        # Noise as of a cheap sensor.
        ("noise", "alls=3:allf=t"),
        *_yard(width, height),
        *_title(look.name, width),
    )
    figure = _chain(
        graph,
        ("color", f"c=0xf2e9d8:size={wide}x{tall}:rate={_RATE}"),
        ("drawbox", f"x=0:y=0:w={wide}:h={tall // 4}:color=0xd9a679:t=fill"),
        ("drawbox", f"x=0:y={tall - 8}:w={wide}:h=8:color=0x20201c:t=fill"),
    )
    meeting = graph.add("overlay", _way(f"{look.name} {number}", size, wide, tall))
    yard.link_to(meeting, 0, 0)
    figure.link_to(meeting, 0, 1)
    formed = graph.add("format", "yuv420p")
    meeting.link_to(formed)
    formed.link_to(graph.add("buffersink"))
    graph.configure()
    for at in range(frames):
        frame = graph.vpull()
        frame.pts = at
        frame.time_base = Fraction(1, _RATE)
        yield frame


def _chain(graph: Graph, *filters: tuple[str, str]) -> FilterContext:
    """The last of filters that follow one another."""
    last, *following = [graph.add(name, arguments) for name, arguments in filters]
    for one in following:
        last.link_to(one)
        last = one
    return last


def _yard(width: int, height: int) -> list[tuple[str, str]]:
    """Sky, a wall with a door, the ground."""
    ground, door, sky = height * 7 // 10, width * 3 // 5, height // 3
    return [
        ("drawbox", f"x=0:y=0:w={width}:h={sky}:color=white@0.18:t=fill"),
        ("drawbox", f"x=0:y={ground}:w={width}:h={height}:color=black@0.3:t=fill"),
        ("drawbox", f"x={door}:y={sky}:w={width // 9}:h={ground - sky}:color=black@0.35:t=fill"),
    ]


def _way(which: str, size: tuple[int, int], wide: int, tall: int) -> str:
    """How a figure walks through the picture, each film its own way; t is in seconds."""
    width, height = size
    way = zlib.crc32(which.encode())
    start, lane = width * (way % 97) // 97, height // 8 * (way % 7) // 7
    speed = int(width * (0.08 + way % 13 / 100)) * (1 if way % 2 else -1)
    return (
        f"x=mod({start}+t*{speed}+{10 * width}\\,{width + wide})-{wide}"
        f":y={height - tall - height // 12 - lane}"
    )


def _title(name: str, width: int) -> list[tuple[str, str]]:
    dot = max(2, min(width // 80, width * 9 // 10 // ((WIDTH + 1) * max(len(name), 1))))
    left, top = width // 24, width // 24
    plate = f"x={left - dot}:y={top - dot}:w={(WIDTH + 1) * len(name) * dot + dot}"
    boxes = [("drawbox", f"{plate}:h={(HEIGHT + 2) * dot}:color=black@0.55:t=fill")]
    for column, row, length in dots_of(name):
        place = f"x={left + column * dot}:y={top + row * dot}:w={length * dot}:h={dot}"
        boxes.append(("drawbox", f"{place}:color=white:t=fill"))
    return boxes


def _sound(number: int, seconds: float) -> Iterator[AudioFrame]:
    graph = Graph()
    tone = f"frequency={220 + 20 * (number % 12)}:sample_rate={_SAMPLES}:samples_per_frame=1024"
    _chain(
        graph,
        ("sine", f"{tone}:duration={seconds}"),
        ("volume", "0.1"),
        ("aformat", "sample_fmts=fltp:channel_layouts=mono"),
        ("abuffersink", ""),
    )
    graph.configure()
    for _ in range(int(seconds * _SAMPLES / 1024)):
        frame = graph.pull()
        if isinstance(frame, AudioFrame):
            yield frame
