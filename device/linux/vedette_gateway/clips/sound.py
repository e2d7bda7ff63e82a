"""The way of a recording's sound into an MP4.

For worker processes only: libav may crash on what cameras send.
"""

from fractions import Fraction
from typing import cast

from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream

from vedette_gateway.clips.timestamps import StreamClock
from vedette_gateway.ports.libav import Target, add_aac, add_copy, mux

_PLAYABLE = frozenset({"aac", "mp3", "opus", "flac"})


def find_sound(source: InputContainer) -> AudioStream | None:
    """The first stream that says how it sounds."""
    return next((each for each in source.streams.audio if each.codec_context.sample_rate), None)


class Sound:
    """One audio stream: copied when browsers play it, else AAC; always small AAC when `is_low`."""

    def __init__(self, stream: AudioStream, target: Target, *, is_low: bool = False) -> None:
        context = stream.codec_context
        self.source_codec = self.codec = context.codec.canonical_name
        self.clock = StreamClock(stream.time_base, Fraction(1024, context.sample_rate))
        self._target = target
        if self.source_codec in _PLAYABLE and not is_low:
            self._copied = add_copy(target, stream)
            self._resampler = None
            return
        self.codec = "aac"
        is_rich = context.sample_rate >= 32000 and not is_low
        rate, layout = (48000, "stereo") if is_rich and context.channels > 1 else (16000, "mono")
        self._encoder = add_aac(target, rate, layout, 96000 if is_rich else 32000)
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=rate, frame_size=1024)

    def take(self, packet: "Packet[Stream]") -> None:
        if self._resampler is None:
            mux(self._target, self._copied, self.clock.place(packet))
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
            mux(self._target, self._copied, self.clock.finish())
        else:
            self._target.mux(self._encoder.encode(None))
