"""Footage as cameras make it, good and bad, made with the real codecs."""

import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tests.media import Colour, nearest_colour

RATE = 10

# Far enough from 0 that every time takes three bytes.
_START_MS = 10_000_000
# A Matroska cluster, its size, and its time in three bytes.
_CLUSTER = re.compile(rb"(\x1f\x43\xb6\x75[\x01-\xff].{0,7}?\xe7\x83)(.{3})", re.DOTALL)


@dataclass(frozen=True)
class Recipe:
    """What a camera writes; `container` is FFmpeg's name of the format."""

    container: str = "matroska"
    video: str = "libx264"
    audio: str | None = None
    seconds: float = 2.0
    has_b_frames: bool = False
    is_live: bool = False
    pixels: str = "yuv420p"
    sides: tuple[int, int] = (320, 180)
    rate: int = RATE
    keyframe_every: int = 20


def film(path: Path, colour: Colour = Colour.RED, recipe: Recipe | None = None) -> Path:
    """A clip of one colour under a white bar that moves."""
    recipe = recipe or Recipe()
    options = {"live": "1"} if recipe.is_live else {}
    # PyAV's annotations leave its generics open, which strict checking refuses to guess.
    container: Any = av.open(str(path), "w", format=recipe.container, options=options)
    with container as output:
        video = output.add_stream(recipe.video, rate=recipe.rate, options=_choose_options(recipe))
        (video.width, video.height), video.pix_fmt = recipe.sides, recipe.pixels
        video.codec_context.time_base = Fraction(1, recipe.rate)
        audio = None
        if recipe.audio:
            rate = 8000 if recipe.audio.startswith(("pcm_", "adpcm_")) else 16000
            audio = output.add_stream(recipe.audio, rate=rate, layout="mono")
        for number in range(int(recipe.seconds * recipe.rate)):
            frame = av.VideoFrame.from_ndarray(_paint(colour, number, recipe.sides), "rgb24")
            frame.pts = number
            output.mux(video.encode(frame.reformat(format=recipe.pixels)))
            if audio is not None:
                for sound in _hum(number, audio.codec_context.name, audio.rate, recipe.rate):
                    output.mux(audio.encode(sound))
        output.mux(video.encode(None))
        if audio is not None:
            output.mux(audio.encode(None))
    return path


def film_noise(path: Path, frames: int = RATE) -> Path:
    """Pictures that do not compress, 400 kB each, in what the suffix says."""
    chance = np.random.default_rng(20261121)
    container: Any = av.open(str(path), "w")
    with container as output:
        video = output.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "qp": "4"})
        video.width, video.height, video.pix_fmt = 640, 360, "yuv420p"
        for _ in range(frames):
            picture = chance.integers(0, 255, (360, 640, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            output.mux(video.encode(frame.reformat(format="yuv420p")))
        output.mux(video.encode(None))
    return path


def pad(still: Path, target: Path, size: int) -> Path:
    """A photograph with so much behind its picture that it has this size."""
    with target.open("wb") as file:
        file.write(still.read_bytes())
        file.truncate(size - 2)
        file.seek(size - 2)
        file.write(b"\xff\xd9")
    return target


def photograph(path: Path, colour: Colour = Colour.GREEN) -> Path:
    """One JPEG of 320 x 180."""
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    frame: Any = av.VideoFrame.from_ndarray(_paint(colour, 0), "rgb24")
    picture = frame.reformat(format="yuvj420p", dst_color_range="JPEG")
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))
    return path


def retime(source: Path, target: Path, move_ms: Callable[[int], int]) -> Path:
    """Copy a clip with its camera's clock being set: packet n is said to be later by this much.

    libav writes no clock that goes back, so the times in the written file are changed.
    """
    options = {"cluster_time_limit": "1", "write_crc32": "0"}
    container: Any = av.open(str(target), "w", format="matroska", options=options)
    before: Any = av.open(str(source))
    with before, container as output:
        copied = output.add_stream_from_template(before.streams.video[0])
        for packet in before.demux(before.streams.video[0]):
            if packet.size:
                packet.dts = packet.pts = packet.pts + _START_MS
                packet.stream = copied
                output.mux(packet)
    numbers = itertools.count()

    def move(found: re.Match[bytes]) -> bytes:
        moved = int.from_bytes(found[2], "big") + move_ms(next(numbers))
        return found[1] + moved.to_bytes(3, "big")

    target.write_bytes(_CLUSTER.sub(move, target.read_bytes()))
    return target


def flip_bits(source: Path, target: Path, count: int, seed: int) -> Path:
    """Damage behind the headers."""
    chance = random.Random(seed)
    data = bytearray(source.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data) // 4, len(data))] ^= 1 << chance.randrange(8)
    target.write_bytes(data)
    return target


def punch(source: Path, target: Path, size: int) -> Path:
    """Nothing but zeros in the middle, as a block that was never written."""
    data = bytearray(source.read_bytes())
    at = len(data) // 2
    data[at : at + size] = bytes(size)
    target.write_bytes(data)
    return target


@dataclass(frozen=True)
class Screening:
    """What a player gets out of a file."""

    frames: int
    seconds: float
    colour: Colour
    video: str
    audio: str | None
    audio_seconds: float
    width: int
    height: int
    pixels: str


def watch(path: Path) -> Screening:
    """Decode everything; raises av.FFmpegError when something does not decode."""
    with av.open(str(path)) as source:
        streams = source.streams
        kinds: Counter[str] = Counter()
        ends: list[float] = []
        sound, total = 0, np.zeros(3)
        for packet in source.demux():
            for decoded in packet.decode():
                if isinstance(decoded, av.VideoFrame):
                    kinds["video"] += 1
                    ends.append(float(decoded.time or 0) + 1 / RATE)
                    total += np.asarray(decoded.to_ndarray(format="rgb24"))[
                        decoded.height // 2 :
                    ].mean(axis=(0, 1))
                elif isinstance(decoded, av.AudioFrame):
                    sound += decoded.samples
        red, green, blue = (total / kinds["video"]).tolist()
        audio = streams.audio[0].codec_context if streams.audio else None
        return Screening(
            frames=kinds["video"],
            seconds=max(ends),
            colour=nearest_colour(red, green, blue),
            video=streams.video[0].codec_context.name,
            audio=None if audio is None else audio.name,
            audio_seconds=0.0 if audio is None else sound / audio.sample_rate,
            width=streams.video[0].codec_context.width,
            height=streams.video[0].codec_context.height,
            pixels=str(streams.video[0].codec_context.pix_fmt),
        )


def list_boxes(mp4: bytes) -> list[str]:
    """The top-level boxes of an MP4, in their order."""
    boxes: list[str] = []
    at = 0
    while at < len(mp4):
        length = int.from_bytes(mp4[at : at + 4], "big")
        boxes.append(mp4[at + 4 : at + 8].decode("latin-1"))
        at += max(length, 8)
    return boxes


def _choose_options(recipe: Recipe) -> dict[str, str]:
    if recipe.video == "libx265":
        return {"preset": "ultrafast", "x265-params": "log-level=none"}
    if recipe.video == "libx264":
        bunch = {"bf": "3", "preset": "veryfast"} if recipe.has_b_frames else {}
        return {"preset": "ultrafast", "g": str(recipe.keyframe_every), **bunch}
    return {}


def _paint(colour: Colour, number: int, sides: tuple[int, int] = (320, 180)) -> NDArray[np.uint8]:
    width, height = sides
    picture = np.full((height, width, 3), colour.value, np.uint8)
    left = (number * 8) % (width - 8)
    picture[: height // 7, left : left + 8] = 255
    return picture


def _hum(number: int, codec: str, rate: int, pictures: int = RATE) -> list[av.AudioFrame]:
    """The tone that belongs to one picture, as the encoder wants it."""
    samples = rate // pictures
    wave = [int(8000 * math.sin(math.tau * 440 * at / rate)) for at in range(samples)]
    made: Any = av.AudioFrame.from_ndarray(np.array([wave], np.int16), format="s16", layout="mono")
    made.sample_rate, made.pts, made.time_base = rate, number * samples, Fraction(1, rate)
    if codec.startswith(("pcm_", "adpcm_")):
        return [made]
    return av.AudioResampler(format="fltp", layout="mono", rate=rate).resample(made)


def vary(source: Path, number: int) -> bytes:
    """The same Matroska clip in other bytes: a Void element behind it that players pass over."""
    return source.read_bytes() + b"\xec\x88" + number.to_bytes(8, "big")
