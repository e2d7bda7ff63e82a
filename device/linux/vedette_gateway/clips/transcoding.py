"""Re-encodes a recording into a fast-start MP4 that every browser plays.

For worker processes only: libav may crash on what cameras send.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from vedette_gateway.clips.encoders import Quality, choose_options
from vedette_gateway.clips.media import NoPicture, start_video_clock
from vedette_gateway.clips.sound import Sound, find_sound
from vedette_gateway.ports.libav import (
    Target,
    add_h264,
    convert_picture,
    drain,
    open_source,
    use_threads,
)

_SD_SIDE = 360
_SD_RATE_MAX = 30
# Bits a pixel; more than motion pictures of cameras need at this quality.
_HD_BITS = Fraction(3, 20)
_HD_BITS_MAX = 24_000_000
# Frames of the highest rate that is kept may come this much too early.
_EARLY = Fraction(9, 10)
_RATES = (Fraction(1), Fraction(240))


@dataclass(frozen=True)
class Aim:
    """What is to come out; `side_max` is the shorter side, in pixels, and never enlarges."""

    name: str
    quality: Quality
    side_max: int | None
    rate_max: int | None
    is_sound_low: bool


@dataclass(frozen=True)
class Transcoded:
    """`lost` counts packets of pictures that did not decode."""

    width: int
    height: int
    frames: int
    lost: int


SD = Aim("sd", Quality(28, 400_000, "main", 4), _SD_SIDE, _SD_RATE_MAX, is_sound_low=True)


def aim_at_full_size(width: int, height: int) -> Aim:
    bits = min(_HD_BITS_MAX, int(width * height * 25 * _HD_BITS))
    return Aim("hd", Quality(23, max(400_000, bits), "high", 4), None, None, is_sound_low=False)


def fit(width: int, height: int, side_max: int | None) -> tuple[int, int]:
    """Even sides of the same shape, the shorter one at most `side_max`."""
    shorter = min(width, height)
    if side_max is None or shorter <= side_max:
        return max(2, width & ~1), max(2, height & ~1)
    scale = Fraction(side_max, shorter)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def transcode(source_path: Path, target_path: Path, aim: Aim, encoder: str) -> Transcoded:
    """Raises NoPicture when nothing decodes, one of BAD_MEDIA when libav gives up."""
    options = {"movflags": "+faststart"}
    with (
        open_source(source_path) as source,
        av.open(target_path, "w", format="mp4", options=options) as target,
    ):
        return _transcode(source, cast(Target, target), aim, encoder)


def _transcode(source: InputContainer, target: Target, aim: Aim, encoder: str) -> Transcoded:
    video = source.streams.video[0]
    use_threads(video)
    picture = _Picture(video, target, aim, encoder)
    audio = find_sound(source)
    sound = None if audio is None else Sound(audio, target, is_low=aim.is_sound_low)
    has_started = False
    for packet in source.demux([video] if audio is None else [video, audio]):
        if packet.size == 0:
            continue
        if packet.stream is video:
            has_started = has_started or packet.is_keyframe
            if has_started:
                picture.take(packet)
        elif has_started and sound is not None:
            sound.take(packet)
    picture.finish()
    if sound is not None:
        sound.finish()
    if not picture.frames:
        raise NoPicture("no picture in it could be decoded")
    return Transcoded(picture.width, picture.height, picture.frames, picture.lost)


class _Picture:
    """Frames of one stream, on their own clock, scaled and encoded."""

    def __init__(self, stream: VideoStream, target: Target, aim: Aim, encoder: str) -> None:
        context = stream.codec_context
        self.width, self.height = fit(context.width, context.height, aim.side_max)
        self.frames = self.lost = 0
        self._stream = stream
        self._target = target
        self._reformatter = VideoReformatter()
        self._clock = start_video_clock(stream)
        self._time_base = stream.time_base or Fraction(1, 1000)
        rate = min(max(stream.average_rate or Fraction(25), _RATES[0]), _RATES[1])
        self._step = max(1, int(1 / rate / self._time_base))
        self._gap = 0 if aim.rate_max is None else int(_EARLY / aim.rate_max / self._time_base)
        self._first = 0
        self._last: int | None = None
        if aim.rate_max is not None:
            rate = min(rate, Fraction(aim.rate_max))
        self._encoder = add_h264(
            target,
            encoder,
            rate,
            choose_options(encoder, aim.quality, rate),
            (self.width, self.height),
            self._time_base,
            stream,
        )

    def take(self, packet: "Packet[Stream]") -> None:
        for placed in self._clock.place(packet):
            self._decode(placed)

    def finish(self) -> None:
        for placed in self._clock.finish():
            self._decode(placed)
        try:
            for frame in drain(self._stream):
                self._encode(frame)
        except FFmpegError:
            self.lost += 1
        self._target.mux(self._encoder.encode(None))

    def _decode(self, packet: "Packet[Stream]") -> None:
        try:
            frames = cast("Packet[VideoStream]", packet).decode()
        except FFmpegError:
            self.lost += 1
            return
        for frame in frames:
            self._encode(frame)

    def _encode(self, frame: VideoFrame) -> None:
        at = self._place(frame)
        if self._last is not None and at - self._last < self._gap:
            return
        self._last = at
        self.frames += 1
        picture = convert_picture(frame, self.width, self.height, self._reformatter)
        picture.pts, picture.time_base = at, self._time_base
        self._target.mux(self._encoder.encode(picture))

    def _place(self, frame: VideoFrame) -> int:
        # Frames come in the order in which they are shown, whatever their timestamps say. Where
        # pictures are reordered, the first one is shown later than it is decoded.
        if self._last is None:
            self._first = frame.pts or 0
            return 0
        at = -1 if frame.pts is None else frame.pts - self._first
        return at if at > self._last else self._last + self._step
