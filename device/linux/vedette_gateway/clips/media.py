"""Looks into a file: what it holds, how long it is, a picture of it.

For worker processes only: libav may crash on what cameras send.
"""

from fractions import Fraction
from pathlib import Path
from typing import cast

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.completeness import count_missing_bytes
from vedette_gateway.clips.timestamps import StreamClock
from vedette_gateway.ports.libav import (
    BAD_MEDIA,
    decode_alone,
    open_source,
)

# What browsers play out of an MP4; HEVC "plays" without a picture and without an error.
_PLAYABLE_VIDEO = frozenset({"h264", "av1", "vp9"})
_PLAYABLE_PIXELS = frozenset({"yuv420p", "yuvj420p"})

_FORMATS = (
    # part of FFmpeg's format name, extension, content type of the contract
    ("matroska", "mkv", "video/x-matroska"),
    ("mp4", "mp4", "video/mp4"),
    ("mpegts", "ts", "video/mp2t"),
    ("avi", "avi", "video/x-msvideo"),
    ("flv", "flv", "video/x-flv"),
    ("jpeg_pipe", "jpg", "image/jpeg"),
    ("png_pipe", "png", "image/png"),
)
_ANY_FORMAT = ("", "bin", "application/octet-stream")
_SIDE_MAX = 65535


class NoPicture(Exception):
    """Opened as media, but there is nothing in it to show."""


def inspect(path: Path) -> Contents | Unreadable:
    """Look at the headers; nothing is decoded but what the demuxer itself needs."""
    if path.stat().st_size == 0:
        return Unreadable("empty")
    try:
        with open_source(path) as source:
            return _describe(path, source)
    except BAD_MEDIA as error:
        # Without the path that PyAV puts into the text: the journal has the name.
        return Unreadable(str(getattr(error, "strerror", None) or type(error).__name__))


def is_playable(contents: Contents) -> bool:
    """Whether a browser plays the video when it is copied into an MP4."""
    return (
        contents.kind == "clip"
        and contents.video_codec in _PLAYABLE_VIDEO
        and contents.pixel_format in _PLAYABLE_PIXELS
    )


def measure_ms(path: Path) -> int:
    """How long the video is by its packets, whatever its header says."""
    with open_source(path) as source:
        stream = source.streams.video[0]
        clock = start_video_clock(stream)
        for packet in source.demux(stream):
            if packet.size:
                clock.place(cast("Packet[Stream]", packet))
        clock.finish()
        return clock.elapsed_ms()


def find_picture(path: Path) -> VideoFrame:
    """The first keyframe that decodes.

    Raises NoPicture when there is none, one of BAD_MEDIA when libav gives up.
    """
    with open_source(path) as source:
        for packet in source.demux(source.streams.video[0]):
            picture = decode_alone(packet) if packet.is_keyframe and packet.size else None
            if picture is not None:
                return picture
    raise NoPicture("no keyframe could be decoded")


def _describe(path: Path, source: InputContainer) -> Contents | Unreadable:
    name = source.format.name
    if not source.streams.video:
        return Unreadable(f"no video in it (format {name})")
    context = source.streams.video[0].codec_context
    if not (0 < context.width <= _SIDE_MAX and 0 < context.height <= _SIDE_MAX):
        return Unreadable(f"no picture size (format {name})")
    known = next((each for each in _FORMATS if each[0] in name), _ANY_FORMAT)
    audio = source.streams.audio[0].codec.canonical_name if source.streams.audio else None
    return Contents(
        kind="still" if name.endswith("_pipe") else "clip",
        extension=known[1],
        content_type=known[2],
        video_codec=context.codec.canonical_name[:32],
        pixel_format=context.pix_fmt,
        width=context.width,
        height=context.height,
        audio_codec=None if audio is None else audio[:32],
        missing_bytes=count_missing_bytes(path, name),
    )


def start_video_clock(stream: VideoStream) -> StreamClock:
    return StreamClock(stream.time_base, 1 / (stream.average_rate or Fraction(25)))
