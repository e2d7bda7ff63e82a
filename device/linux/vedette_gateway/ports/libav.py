"""PyAV with types where its own stubs leave them open, and inputs opened safely.

For worker processes only: libav may crash on what cameras send.
"""

import errno
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol, cast

import av
from av.audio.stream import AudioStream
from av.codec.context import CodecContext, ThreadType
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, VideoReformatter
from av.video.stream import VideoStream

# What PyAV raises for bad input depends on how far it got.
BAD_MEDIA = (FFmpegError, ValueError, IndexError, MemoryError)

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

# What cameras send. Not the playlists, which would read other files and hosts in the camera's name,
# and not image sequences, which go by file names.
_FORMATS = "matroska,webm,mov,mp4,avi,flv,mpegts,mpeg,dhav,h264,hevc,jpeg_pipe,png_pipe"
_TIMEOUT_S = 20.0
_PIXELS = "yuv420p"
# More cost memory, for each thread holds pictures of its own.
_THREADS = min(4, os.cpu_count() or 1)


class Encoder(Protocol):
    def encode(self, frame: object) -> "Sequence[Packet[Stream]]": ...


class _Decoder(Protocol):
    def decode(self, packet: None) -> list[VideoFrame]: ...
    def flush_buffers(self) -> None: ...


class Target(Protocol):
    """A container being written."""

    def mux(self, packets: "Packet[Stream] | Sequence[Packet[Stream]]") -> None: ...


class _VideoAdder(Protocol):
    def add_stream(
        self, codec_name: str, rate: Fraction, options: dict[str, str]
    ) -> VideoStream: ...


class _Adder(Protocol):
    def add_stream_from_template(self, template: Stream, opaque: bool) -> Stream: ...
    def add_stream(self, codec_name: str, rate: int, layout: str) -> Encoder: ...


def is_out_of_space(error: Exception) -> bool:
    """Whether a write failed that will work once there is room."""
    return isinstance(error, OSError) and error.errno in _NO_SPACE


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


def mux(target: Target, stream: Stream, packets: "list[Packet[Stream]]") -> None:
    """Write packets of a source as packets of this stream."""
    for packet in packets:
        packet.stream = stream
        target.mux(packet)


def add_h264(
    target: Target,
    encoder: str,
    rate: Fraction,
    options: dict[str, str],
    sides: tuple[int, int],
    time_base: Fraction,
    like: VideoStream,
) -> Encoder:
    """A stream of pictures of these sides, with the shape and the colours of `like`."""
    stream = cast(_VideoAdder, target).add_stream(encoder, rate=rate, options=options)
    context, known = stream.codec_context, like.codec_context
    context.width, context.height = sides
    context.pix_fmt = _PIXELS
    context.thread_count = _THREADS
    # The stream's own would set the container's alone, and frames of one tick would collide.
    context.time_base = time_base
    if known.sample_aspect_ratio is not None:
        context.sample_aspect_ratio = known.sample_aspect_ratio
    context.colorspace, context.color_primaries = known.colorspace, known.color_primaries
    context.color_trc, context.color_range = known.color_trc, ColorRange.MPEG
    return cast(Encoder, stream)


def create_encoder(name: str, width: int, height: int, time_base: Fraction) -> Encoder:
    """An encoder without a container, opened. Raises FFmpegError or ValueError."""
    context = cast(VideoCodecContext, CodecContext.create(name, "w"))
    context.width, context.height, context.pix_fmt = width, height, _PIXELS
    context.time_base, context.framerate = time_base, 1 / time_base
    context.open()
    return cast(Encoder, context)


def use_threads(stream: VideoStream) -> None:
    """Decode on several processors; before the first packet."""
    stream.codec_context.thread_type = ThreadType.AUTO
    stream.codec_context.thread_count = _THREADS


def drain(stream: VideoStream) -> list[VideoFrame]:
    """The frames a decoder still holds when its packets have ended."""
    return cast(_Decoder, stream.codec_context).decode(None)


def convert_picture(
    frame: VideoFrame, width: int, height: int, reformatter: VideoReformatter
) -> VideoFrame:
    """A picture that H.264 of every browser can be made of.

    With one reformatter for a recording, scaling costs half of what a new one each time does.
    """
    picture = reformatter.reformat(frame, width, height, _PIXELS, dst_color_range="MPEG")
    # The source's I and P pictures are not to become keyframes of the target.
    picture.pict_type = PictureType.NONE
    return picture


def write_animation(path: Path, pictures: Sequence[VideoFrame], picture_s: Fraction) -> None:
    """A WebP that shows pictures of one size for ever, each for `picture_s`."""
    with av.open(path, "w", format="webp", options={"loop": "0"}) as container:
        target = cast(Target, container)
        options = {"quality": "50", "compression_level": "4"}
        stream = cast(_VideoAdder, target).add_stream(
            "libwebp_anim", rate=1 / picture_s, options=options
        )
        context = stream.codec_context
        context.width, context.height = pictures[0].width, pictures[0].height
        context.pix_fmt, context.time_base = _PIXELS, picture_s
        encoder = cast(Encoder, stream)
        for number, picture in enumerate(pictures):
            picture.pts, picture.time_base = number, picture_s
            target.mux(encoder.encode(picture))
        target.mux(encoder.encode(None))


def shrink(frame: VideoFrame, width: int) -> VideoFrame:
    """At this width, of the same shape, in the colours that WebP has; never larger."""
    width = max(2, min(width, frame.width) & ~1)
    height = max(2, (frame.height * width // frame.width) & ~1)
    return frame.reformat(width, height, _PIXELS, dst_colorspace="ITU601", dst_color_range="MPEG")
