"""Copies a recording into a fast-start MP4.

For worker processes only: libav may crash on what cameras send.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vedette_gateway.clips.media import NoPicture, start_video_clock
from vedette_gateway.clips.sound import Sound, find_sound
from vedette_gateway.ports.libav import Target, add_copy, decode_alone, mux, open_source


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


def _copy(source: InputContainer, target: Target) -> Copied:
    video = source.streams.video[0]
    copied = add_copy(target, video)
    clock = start_video_clock(video)
    audio = find_sound(source)
    sound = None if audio is None else Sound(audio, target)
    picture, has_started = None, False
    for packet in source.demux([video] if audio is None else [video, audio]):
        if packet.size == 0:
            continue
        if packet.stream is video:
            if packet.is_keyframe and not has_started:
                has_started = True
                picture = decode_alone(cast("Packet[VideoStream]", packet))
            if has_started:
                mux(target, copied, clock.place(packet))
        elif has_started and sound is not None:
            sound.take(packet)
    if not has_started:
        raise NoPicture("no keyframe in it")
    mux(target, copied, clock.finish())
    if sound is None:
        return Copied(picture, clock.elapsed_ms(), None, None, clock.mended)
    sound.finish()
    mended = clock.mended + sound.clock.mended
    return Copied(picture, clock.elapsed_ms(), sound.codec, sound.source_codec, mended)
