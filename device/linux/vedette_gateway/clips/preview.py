"""A short moving picture of a clip: pictures spread over it, as an animated WebP.

For worker processes only: libav may crash on what cameras send.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vedette_gateway.clips.media import NoPicture
from vedette_gateway.ports.libav import (
    decode_alone,
    drain,
    open_source,
    shrink,
    use_threads,
    write_animation,
)

_PICTURES = 10
# A clip of fewer keyframes is decoded whole, which for a clip that short costs little.
_KEYFRAMES_MIN = 4
_WIDTH = 240
_PICTURE_S = Fraction(1, 2)


def make_preview(source: Path, target: Path) -> int:
    """Write the WebP; how many pictures are in it.

    Raises NoPicture when nothing decodes, one of BAD_MEDIA when libav gives up.
    """
    keyframes = _list_keyframes(source)
    if len(keyframes) >= _KEYFRAMES_MIN:
        pictures = _take_keyframes(source, set(_spread(keyframes)))
    else:
        pictures = _take_frames(source)
    return write_pictures(pictures, target)


def write_pictures(pictures: list[VideoFrame], target: Path) -> int:
    """Raises NoPicture when there are none."""
    if not pictures:
        raise NoPicture("no picture in it could be decoded")
    # A recording may change its size; an animation has one.
    first = pictures[0]
    same = [each for each in pictures if (each.width, each.height) == (first.width, first.height)]
    write_animation(target, same, _PICTURE_S)
    return len(same)


def take_first(source: Path) -> list[VideoFrame]:
    """The first picture of a file, small."""
    return [shrink(frame, _WIDTH) for frame in _decode(source, count=1)]


def _list_keyframes(source: Path) -> list[int]:
    with open_source(source) as opened:
        packets = opened.demux(opened.streams.video[0])
        return [number for number, packet in enumerate(packets) if _is_start(packet)]


def _take_keyframes(source: Path, wanted: set[int]) -> list[VideoFrame]:
    pictures: list[VideoFrame] = []
    with open_source(source) as opened:
        for number, packet in enumerate(opened.demux(opened.streams.video[0])):
            if number in wanted:
                frame = decode_alone(packet)
                if frame is not None:
                    pictures.append(shrink(frame, _WIDTH))
    return pictures


def _take_frames(source: Path) -> list[VideoFrame]:
    with open_source(source) as opened:
        packets = [packet.size for packet in opened.demux(opened.streams.video[0])]
    wanted = set(_spread(list(range(sum(1 for size in packets if size)))))
    frames = enumerate(_decode(source, count=None))
    return [shrink(frame, _WIDTH) for number, frame in frames if number in wanted]


def _decode(source: Path, count: int | None) -> Iterator[VideoFrame]:
    with open_source(source) as opened:
        stream = opened.streams.video[0]
        use_threads(stream)
        left = count
        for packet in opened.demux(stream):
            for frame in _decode_packet(packet, stream):
                yield frame
                left = None if left is None else left - 1
                if left == 0:
                    return


def _decode_packet(packet: "Packet[VideoStream]", stream: VideoStream) -> list[VideoFrame]:
    try:
        return packet.decode() if packet.size else drain(stream)
    except FFmpegError:
        return []


def _is_start(packet: "Packet[VideoStream]") -> bool:
    return packet.is_keyframe and packet.size > 0


def _spread(numbers: list[int]) -> list[int]:
    """At most _PICTURES of them, evenly, from the first on."""
    if len(numbers) <= _PICTURES:
        return numbers
    return [numbers[part * len(numbers) // _PICTURES] for part in range(_PICTURES)]
