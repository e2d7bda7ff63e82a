"""The short moving picture of a clip."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from vedette_gateway.clips.media import NoPicture
from vedette_gateway.clips.preview import make_preview, take_first, write_pictures

from tests.device.linux.footage import Recipe, film, photograph, retime
from tests.media import Colour, nearest_colour


@dataclass(frozen=True)
class Animation:
    """What is in an animated WebP: developers.google.com/speed/webp/docs/riff_container."""

    width: int
    height: int
    durations_ms: list[int]
    colour: Colour


def read_animation(path: Path) -> Animation:
    data = path.read_bytes()
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    assert int.from_bytes(data[4:8], "little") + 8 == len(data)
    width, height, frames, at = 0, 0, list[bytes](), 12
    while at < len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"VP8X":
            width = int.from_bytes(body[4:7], "little") + 1
            height = int.from_bytes(body[7:10], "little") + 1
        elif kind == b"ANMF":
            frames.append(body)
        at += 8 + size + size % 2
    first = b"WEBP" + frames[0][16:]
    still = path.with_suffix(".first.webp")
    still.write_bytes(b"RIFF" + len(first).to_bytes(4, "little") + first)
    with av.open(still) as opened:
        picture = np.asarray(next(opened.decode(video=0)).to_ndarray(format="rgb24"))
    red, green, blue = picture[picture.shape[0] // 2 :].mean(axis=(0, 1)).tolist()
    durations = [int.from_bytes(frame[12:15], "little") for frame in frames]
    return Animation(width, height, durations, nearest_colour(red, green, blue))


@pytest.mark.parametrize(
    ("keyframe_every", "pictures"), [(1, 10), (2, 10), (4, 10), (10, 4), (20, 10), (400, 10)]
)
def test_pictures_are_spread_over_the_clip(
    tmp_path: Path, keyframe_every: int, pictures: int
) -> None:
    recipe = Recipe(seconds=4, keyframe_every=keyframe_every, sides=(640, 360))
    source = film(tmp_path / "a.mkv", Colour.BLUE, recipe)
    assert make_preview(source, tmp_path / "b.webp") == pictures
    shown = read_animation(tmp_path / "b.webp")
    assert (shown.width, shown.height) == (240, 134)
    assert shown.durations_ms == [500] * pictures
    assert shown.colour == Colour.BLUE


def test_a_small_clip_is_not_enlarged(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(sides=(160, 90)))
    make_preview(source, tmp_path / "b.webp")
    assert read_animation(tmp_path / "b.webp").width == 160


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(video="libx265", has_b_frames=True),
        Recipe(pixels="yuv444p10le"),
        Recipe(pixels="yuvj420p"),
        Recipe("avi", video="mjpeg", pixels="yuvj420p", sides=(180, 320)),
    ],
    ids=["hevc", "444 10 bit", "full range", "mjpeg portrait"],
)
def test_what_browsers_do_not_play_has_a_preview_too(tmp_path: Path, recipe: Recipe) -> None:
    source = film(tmp_path / "a", Colour.GREEN, recipe)
    count = make_preview(source, tmp_path / "b.webp")
    shown = read_animation(tmp_path / "b.webp")
    assert (shown.colour, len(shown.durations_ms)) == (Colour.GREEN, count)


def test_times_do_not_matter(tmp_path: Path) -> None:
    source = retime(film(tmp_path / "a.mkv"), tmp_path / "b.mkv", lambda number: -100 * number)
    assert make_preview(source, tmp_path / "c.webp") == 10


def test_one_picture_is_a_preview(tmp_path: Path) -> None:
    sources = [
        photograph(tmp_path / "a.jpg", Colour.RED),
        film(tmp_path / "a.mkv", Colour.RED, Recipe(seconds=0.1)),
    ]
    for source in sources:
        assert write_pictures(take_first(source), tmp_path / "b.webp") == 1
        with av.open(tmp_path / "b.webp") as opened:
            assert next(opened.decode(video=0)).width == 240


def test_no_picture_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoPicture):
        write_pictures([], tmp_path / "b.webp")
