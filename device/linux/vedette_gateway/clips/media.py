"""Media work: look into a file, copy it into an MP4, take a picture out of it.

For worker processes only: libav may crash on what cameras send.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.completeness import count_missing_bytes
from vedette_gateway.clips.timestamps import StreamClock
from vedette_gateway.ports.libav import (
    BAD_MEDIA,
    Target,
    add_aac,
    add_copy,
    decode_alone,
    open_source,
)

# What browsers play out of an MP4; HEVC "plays" without a picture and without an error.
_PLAYABLE_VIDEO = frozenset({"h264", "av1", "vp9"})
_PLAYABLE_PIXELS = frozenset({"yuv420p", "yuvj420p"})
_PLAYABLE_AUDIO = frozenset({"aac", "mp3", "opus", "flac"})

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


@dataclass(frozen=True)
class Copied:
    """What became of the streams.

    `picture` is the first keyframe, None when it does not decode; `mended` counts timestamps that
    had to be put right.
    """

    picture: VideoFrame | None
    duration_ms: int
    audio_codec: str | None
    audio_source: str | None
    mended: int


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


def remux(source_path: Path, target_path: Path) -> Copied:
    """Copy the video into a fast-start MP4, with timestamps of our own; audio copied or to AAC.

    Raises NoPicture when there is no keyframe, one of BAD_MEDIA when libav gives up.
    """
    options = {"movflags": "+faststart"}
    with (
        open_source(source_path) as source,
        av.open(target_path, "w", format="mp4", options=options) as target,
    ):
        return _copy(source, cast(Target, target))


def measure_ms(path: Path) -> int:
    """How long the video is by its packets, whatever its header says."""
    with open_source(path) as source:
        stream = source.streams.video[0]
        clock = _start_video_clock(stream)
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


def _copy(source: InputContainer, target: Target) -> Copied:
    video = source.streams.video[0]
    copied = add_copy(target, video)
    clock = _start_video_clock(video)
    audio = next((each for each in source.streams.audio if each.codec_context.sample_rate), None)
    sound = None if audio is None else _Sound(audio, target)
    picture, has_started = None, False
    for packet in source.demux([video] if audio is None else [video, audio]):
        if packet.size == 0:
            continue
        if packet.stream is video:
            if packet.is_keyframe and not has_started:
                has_started = True
                picture = decode_alone(cast("Packet[VideoStream]", packet))
            if has_started:
                _mux(target, copied, clock.place(packet))
        elif has_started and sound is not None:
            sound.take(packet)
    if not has_started:
        raise NoPicture("no keyframe in it")
    _mux(target, copied, clock.finish())
    if sound is None:
        return Copied(picture, clock.elapsed_ms(), None, None, clock.mended)
    sound.finish()
    mended = clock.mended + sound.clock.mended
    return Copied(picture, clock.elapsed_ms(), sound.codec, sound.source_codec, mended)


class _Sound:
    """The way of one audio stream into the MP4: copied when browsers play it, else AAC."""

    def __init__(self, stream: AudioStream, target: Target) -> None:
        context = stream.codec_context
        self.source_codec = self.codec = context.codec.canonical_name
        self.clock = StreamClock(stream.time_base, Fraction(1024, context.sample_rate))
        self._target = target
        if self.source_codec in _PLAYABLE_AUDIO:
            self._copied = add_copy(target, stream)
            self._resampler = None
            return
        self.codec = "aac"
        is_rich = context.sample_rate >= 32000
        rate, layout = (48000, "stereo") if is_rich and context.channels > 1 else (16000, "mono")
        self._encoder = add_aac(target, rate, layout, 96000 if is_rich else 32000)
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=rate, frame_size=1024)

    def take(self, packet: "Packet[Stream]") -> None:
        if self._resampler is None:
            _mux(self._target, self._copied, self.clock.place(packet))
            return
        try:
            frames = cast("Packet[AudioStream]", packet).decode()
        except FFmpegError:
            return
        for frame in frames:
            # The resampler and the encoder count samples; the camera's timestamps are not used.
            frame.pts = None
            for piece in self._resampler.resample(frame):
                self._target.mux(self._encoder.encode(piece))

    def finish(self) -> None:
        if self._resampler is None:
            _mux(self._target, self._copied, self.clock.finish())
        else:
            self._target.mux(self._encoder.encode(None))


def _start_video_clock(stream: VideoStream) -> StreamClock:
    return StreamClock(stream.time_base, 1 / (stream.average_rate or Fraction(25)))


def _mux(target: Target, stream: Stream, packets: "list[Packet[Stream]]") -> None:
    for packet in packets:
        packet.stream = stream
        target.mux(packet)
