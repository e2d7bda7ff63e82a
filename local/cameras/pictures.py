"""What a simulated camera sees: its name on its colour, and something that moves."""

import io
import zlib
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.video.frame import VideoFrame

from local.cameras.letters import HEIGHT, WIDTH, dots_of
from local.foreign import Foreign

_RATE = 15
_SAMPLES = 16_000
_SCENES = ("0x1f6f78", "0x7a3e65", "0x8a5a19", "0x34568b", "0x4b6b2a", "0x8c3b32", "0x4a4a8a")


def make_clip(path: Path, name: str, number: int, size: tuple[int, int], seconds: float) -> None:
    """Write an H.264 and AAC Matroska file of one camera; `number` tells its clips apart."""
    draft = path.with_suffix(".part.mkv")
    container: Foreign = av.open(str(draft), "w", format="matroska")
    with container:
        video = container.add_stream("libx264", rate=_RATE)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "30", "g": str(2 * _RATE), "threads": "1"}
        audio = container.add_stream("aac", rate=_SAMPLES, layout="mono", bit_rate=32_000)
        for frame in _moving_picture(name, number, size, int(seconds * _RATE)):
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


def make_still(name: str, number: int, size: tuple[int, int]) -> bytes:
    """One JPEG picture."""
    (frame,) = _moving_picture(name, number, size, 1)
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
    name: str, number: int, size: tuple[int, int], frames: int
) -> Iterator[VideoFrame]:
    width, height = size
    scene = _SCENES[zlib.crc32(name.encode()) % len(_SCENES)]
    graph = Graph()
    source = f"size={width}x{height}:rate={_RATE}"
    last = graph.add("color", f"c={scene}:{source}")
    # Noise as of a cheap sensor: it gives the files the size of real ones.
    steps = [
        ("noise", "alls=3:allf=t"),
        *_yard(width, height),
        *_walker(f"{name} {number}", width, height),
        *_title(name, width),
    ]
    for filter_name, arguments in [*steps, ("format", "yuv420p")]:
        following = graph.add(filter_name, arguments)
        last.link_to(following)
        last = following
    sink = graph.add("buffersink")
    last.link_to(sink)
    graph.configure()
    for at in range(frames):
        frame = graph.vpull()
        frame.pts = at
        frame.time_base = Fraction(1, _RATE)
        yield frame


def _yard(width: int, height: int) -> list[tuple[str, str]]:
    """Sky, a wall with a door, the ground."""
    ground, door = height * 7 // 10, width * 3 // 5
    return [
        ("drawbox", f"x=0:y=0:w={width}:h={height // 3}:color=white@0.18:t=fill"),
        ("drawbox", f"x=0:y={ground}:w={width}:h={height}:color=black@0.3:t=fill"),
        ("drawbox", f"x={door}:y={height // 3}:w={width // 9}:h={ground - height // 3}"
         ":color=black@0.35:t=fill"),
    ]  # fmt: skip


def _walker(which: str, width: int, height: int) -> list[tuple[str, str]]:
    """A figure that walks through the picture its own way, and its shadow."""
    way = zlib.crc32(which.encode())
    tall, start = height // 3, width * (way % 97) // 97
    speed = width * (0.08 + way % 13 / 100) * (1 if way % 2 else -1)
    top = height - tall - height // 12 - height // 8 * (way % 7) // 7
    wide = tall // 3
    x = f"mod({start}+t*{speed:.1f}+{10 * width}\\,{width})-{wide // 2}"
    return [
        ("drawbox", f"x={x}-6:y={top + tall}:w={wide + 12}:h=10:color=black@0.4:t=fill"),
        ("drawbox", f"x={x}:y={top}:w={wide}:h={tall}:color=0xf2e9d8:t=fill"),
        ("drawbox", f"x={x}+{wide // 4}:y={top - wide // 2}:w={wide // 2}:h={wide // 2}"
         ":color=0xf2c9a0:t=fill"),
    ]  # fmt: skip


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
    pitch = 220 + 20 * (number % 12)
    arguments = f"frequency={pitch}:sample_rate={_SAMPLES}:samples_per_frame=1024"
    last = graph.add("sine", f"{arguments}:duration={seconds}")
    sink = graph.add("abuffersink")
    for filter_name, options in (
        ("volume", "0.1"),
        ("aformat", "sample_fmts=fltp:channel_layouts=mono"),
    ):
        following = graph.add(filter_name, options)
        last.link_to(following)
        last = following
    last.link_to(sink)
    graph.configure()
    for _ in range(int(seconds * _SAMPLES / 1024)):
        frame = graph.pull()
        if isinstance(frame, AudioFrame):
            yield frame
