"""Media work with PyAV. Runs in a worker process only: libav may crash on what cameras send."""

import fractions
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.completeness import count_missing_bytes
from vedette_gateway.clips.timestamps import StreamClock

# What browsers play out of an MP4; HEVC "plays" without a picture and without an error.
_PLAYABLE_VIDEO = frozenset({"h264", "av1", "vp9"})
_PLAYABLE_PIXELS = frozenset({"yuv420p", "yuvj420p"})
_PLAYABLE_AUDIO = frozenset({"aac", "mp3", "opus", "flac"})

_FORMATS = (
    # part of FFmpeg's format name, extension, content type
    ("matroska", "mkv", "video/x-matroska"),
    ("mp4", "mp4", "video/mp4"),
    ("mpegts", "ts", "video/mp2t"),
    ("avi", "avi", "video/x-msvideo"),
    ("flv", "flv", "video/x-flv"),
    ("jpeg_pipe", "jpg", "image/jpeg"),
    ("png_pipe", "png", "image/png"),
)
_OPEN_TIMEOUT_S = 20.0

# PyAV raises these for bad input, depending on how far it got.
BAD_MEDIA = (av.FFmpegError, ValueError, IndexError, MemoryError)


class NoPicture(Exception):
    """Opened as media, but there is nothing in it to show."""


@dataclass(frozen=True)
class Copied:
    """What became of the streams: `mended` counts timestamps that had to be put right."""

    duration_ms: int
    audio_codec: str | None
    audio_source: str | None
    mended: int


def inspect(path: Path) -> Contents | Unreadable:
    """Look at the headers; nothing is decoded but what the demuxer itself needs."""
    if path.stat().st_size == 0:
        return Unreadable("empty")
    try:
        with _open(path) as source:
            return _describe(path, source)
    except BAD_MEDIA as error:
        return Unreadable(_explain(error))


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
    with _open(source_path) as source:
        options = {"movflags": "+faststart"}
        with av.open(target_path, "w", format="mp4", options=options) as target:
            return _copy(source, target)


def measure_ms(path: Path) -> int:
    """How long the video is by its packets, whatever its header says."""
    with _open(path) as source:
        stream = source.streams.video[0]
        clock = StreamClock(stream)
        for packet in source.demux(stream):
            if packet.size:
                clock.place(packet)
        clock.finish()
        return clock.elapsed_ms()


def make_thumbnail(path: Path, width: int) -> bytes:
    """The first keyframe that decodes, as JPEG, not wider than `width` pixels.

    Raises NoPicture when there is none.
    """
    with _open(path) as source:
        stream = source.streams.video[0]
        if not source.format.name.endswith("_pipe"):
            stream.codec_context.skip_frame = "NONKEY"
        for frame in _decode(source, stream):
            return _encode_jpeg(frame, min(width, frame.width))
    raise NoPicture("no keyframe could be decoded")


def _open(path: Path) -> InputContainer:
    # file: so that no name is ever taken for another protocol or a pattern.
    return av.open(
        f"file:{path}", "r", metadata_errors="replace", timeout=(_OPEN_TIMEOUT_S, _OPEN_TIMEOUT_S)
    )


def _describe(path: Path, source: InputContainer) -> Contents | Unreadable:
    name = source.format.name
    if not source.streams.video:
        return Unreadable(f"no video in it (format {name})")
    stream = source.streams.video[0]
    context = stream.codec_context
    if not (0 < context.width <= 65535 and 0 < context.height <= 65535):
        return Unreadable(f"no picture size (format {name})")
    extension, content_type = next(
        ((ext, kind) for part, ext, kind in _FORMATS if part in name),
        ("bin", "application/octet-stream"),
    )
    audio = source.streams.audio[0].codec_context.name if source.streams.audio else None
    return Contents(
        kind="still" if name.endswith("_pipe") else "clip",
        extension=extension,
        content_type=content_type,
        video_codec=context.name[:32],
        pixel_format=context.pix_fmt,
        width=context.width,
        height=context.height,
        audio_codec=None if audio is None else audio[:32],
        missing_bytes=count_missing_bytes(path, name),
    )


def _copy(source: InputContainer, target: OutputContainer) -> Copied:
    video = source.streams.video[0]
    copied_video = target.add_stream_from_template(video)
    sound = _Sound.between(source, target)
    clock = StreamClock(video)
    streams = [video] if sound is None else [video, sound.stream]
    has_started = False
    for packet in source.demux(streams):
        if packet.size == 0:
            continue
        if packet.stream is video:
            if not has_started and not packet.is_keyframe:
                continue
            has_started = True
            _mux(target, copied_video, clock.place(packet))
        elif has_started and sound is not None:
            sound.take(packet)
    if not has_started:
        raise NoPicture("no keyframe in it")
    _mux(target, copied_video, clock.finish())
    if sound is not None:
        sound.finish()
    return Copied(
        duration_ms=clock.elapsed_ms(),
        audio_codec=None if sound is None else sound.codec,
        audio_source=None if sound is None else sound.stream.codec_context.name,
        mended=clock.mended + (0 if sound is None else sound.clock.mended),
    )


class _Sound:
    """The way of one audio stream into the MP4: copied when browsers play it, else AAC."""

    def __init__(self, stream: AudioStream, target: OutputContainer) -> None:
        context = stream.codec_context
        self.stream = stream
        self.clock = StreamClock(stream)
        self._target = target
        self._resampler: AudioResampler | None = None
        if context.name in _PLAYABLE_AUDIO:
            self.codec = context.name
            self._copied = target.add_stream_from_template(stream)
            return
        self.codec = "aac"
        is_rich = context.sample_rate >= 32000
        rate, layout = (48000, "stereo") if is_rich and context.channels > 1 else (16000, "mono")
        self._copied = target.add_stream("aac", rate=rate, layout=layout)
        self._copied.bit_rate = 96000 if is_rich else 32000
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=rate, frame_size=1024)

    @classmethod
    def between(cls, source: InputContainer, target: OutputContainer) -> "_Sound | None":
        streams = source.streams.audio
        if not streams or not streams[0].codec_context.sample_rate:
            return None
        return cls(streams[0], target)

    def take(self, packet: "Packet[AudioStream]") -> None:
        if self._resampler is None:
            _mux(self._target, self._copied, self.clock.place(packet))
            return
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return
        for frame in frames:
            # The resampler and the encoder count samples; the camera's timestamps are not used.
            frame.pts = None
            for piece in self._resampler.resample(frame):
                self._target.mux(self._copied.encode(piece))

    def finish(self) -> None:
        if self._resampler is None:
            _mux(self._target, self._copied, self.clock.finish())
        else:
            self._target.mux(self._copied.encode(None))


def _mux(
    target: OutputContainer,
    stream: VideoStream | AudioStream,
    packets: "list[Packet[VideoStream | AudioStream]]",
) -> None:
    for packet in packets:
        packet.stream = stream
        target.mux(packet)


def _decode(source: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for packet in source.demux(stream):
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue


def _encode_jpeg(frame: VideoFrame, width: int) -> bytes:
    width = max(2, width & ~1)
    height = max(2, (frame.height * width // frame.width) & ~1)
    picture = frame.reformat(width, height, "yuvj420p", dst_color_range="JPEG")
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base = fractions.Fraction(1, 25)
    encoder.qmin = encoder.qmax = 4
    encoder.options = {"flags": "qscale"}
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    return b"".join(bytes(packet) for packet in packets)


def _explain(error: BaseException) -> str:
    # PyAV puts the path into the text; the name is in the journal already.
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:200]
