"""PyAV with types where its own stubs leave them open, and inputs opened safely.

For worker processes only: libav may crash on what cameras send.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol, cast

import av
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

# What PyAV raises for bad input depends on how far it got.
BAD_MEDIA = (FFmpegError, ValueError, IndexError, MemoryError)

# What cameras send. Not the playlists, which would read other files and hosts in the camera's name,
# and not image sequences, which go by file names.
_FORMATS = "matroska,webm,mov,mp4,avi,flv,mpegts,mpeg,dhav,h264,hevc,jpeg_pipe,png_pipe"
_TIMEOUT_S = 20.0


class Encoder(Protocol):
    def encode(self, frame: object) -> "Sequence[Packet[Stream]]": ...


class _Decoder(Protocol):
    def decode(self, packet: None) -> list[VideoFrame]: ...
    def flush_buffers(self) -> None: ...


class Target(Protocol):
    """A container being written."""

    def mux(self, packets: "Packet[Stream] | Sequence[Packet[Stream]]") -> None: ...


class _Adder(Protocol):
    def add_stream_from_template(self, template: Stream, opaque: bool) -> Stream: ...
    def add_stream(self, codec_name: str, rate: int, layout: str) -> Encoder: ...


def open_source(path: Path) -> InputContainer:
    """Raises one of BAD_MEDIA."""
    # By its descriptor: libav must not see the name, which it would take for a format or a pattern.
    with path.open("rb") as file:
        return av.open(
            f"file:/proc/self/fd/{file.fileno()}",
            "r",
            options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"},
            metadata_errors="replace",
            timeout=(_TIMEOUT_S, _TIMEOUT_S),
        )


def add_copy(target: Target, template: VideoStream | AudioStream) -> Stream:
    """A stream that takes the template's packets as they are."""
    # opaque: no encoder is looked for, so codecs that can only be decoded are copied too.
    return cast(_Adder, target).add_stream_from_template(template, opaque=True)


def add_aac(target: Target, rate: int, layout: str, bit_rate: int) -> Encoder:
    stream = cast(_Adder, target).add_stream("aac", rate=rate, layout=layout)
    cast(AudioStream, stream).bit_rate = bit_rate
    return stream


def decode_alone(packet: "Packet[VideoStream]") -> VideoFrame | None:
    """A keyframe's picture, without the packets that follow; None when it does not decode."""
    decoder = cast(_Decoder, packet.stream.codec_context)
    try:
        frames = packet.decode()
        if not frames:
            # The decoder waits for pictures that might come before this one; none will.
            frames = decoder.decode(None)
            decoder.flush_buffers()
    except FFmpegError:
        return None
    return frames[0] if frames else None


def encode_jpeg(frame: VideoFrame, width: int) -> bytes:
    """One frame at this width, of the same shape."""
    width = max(2, width & ~1)
    height = max(2, (frame.height * width // frame.width) & ~1)
    picture = frame.reformat(width, height, "yuvj420p", dst_color_range="JPEG")
    context = CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuvj420p"
    context.time_base = Fraction(1, 25)
    context.qmin = context.qmax = 4
    context.options = {"flags": "qscale"}
    encoder = cast(Encoder, context)
    return b"".join(bytes(packet) for packet in [*encoder.encode(picture), *encoder.encode(None)])
