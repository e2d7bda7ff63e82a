"""What comes out for browsers and weak links, from whatever cameras send."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from vedette_gateway.clips.media import NoPicture
from vedette_gateway.clips.transcoding import SD, aim_at_full_size, fit, transcode
from vedette_gateway.ports.libav import BAD_MEDIA

from tests.device.linux.footage import (
    Recipe,
    Screening,
    film,
    flip_bits,
    list_boxes,
    photograph,
    retime,
    watch,
)
from tests.media import Colour

HD = aim_at_full_size(640, 360)
CLOCKS: dict[str, Callable[[int], int]] = {
    "back": lambda number: -3000 if number >= 7 else 0,
    "forward": lambda number: 30_000 if number >= 7 else 0,
    "long ago from the start": lambda _: -9_000_000,
    "all the same": lambda number: -100 * number,
}


def make(source: Path, *, is_low: bool = False) -> Screening:
    target = source.with_name("made.mp4")
    transcode(source, target, SD if is_low else HD, "libx264")
    boxes = list_boxes(target.read_bytes())
    assert boxes.index("moov") < boxes.index("mdat"), boxes
    played = watch(target)
    assert (played.video, played.pixels) == ("h264", "yuv420p")
    return played


RECIPES = {
    "hevc": Recipe(video="libx265", has_b_frames=True, audio="aac"),
    "hevc 10 bit": Recipe(video="libx265", pixels="yuv420p10le"),
    "h264 10 bit": Recipe(pixels="yuv420p10le"),
    "yuv444": Recipe(pixels="yuv444p"),
    "full range": Recipe(pixels="yuvj420p"),
    "mpeg4 in avi with mulaw": Recipe("avi", video="mpeg4", audio="pcm_mulaw"),
    "mjpeg with alaw": Recipe("mov", video="mjpeg", pixels="yuvj420p", audio="pcm_alaw"),
    "reordered in ts": Recipe("mpegts", has_b_frames=True),
    "raw": Recipe("h264", has_b_frames=True),
    "live": Recipe(is_live=True),
}


@pytest.mark.parametrize("name", RECIPES)
def test_every_frame_and_colour_survives(tmp_path: Path, name: str) -> None:
    played = make(film(tmp_path / "no-extension", Colour.BLUE, RECIPES[name]))
    assert (played.frames, played.colour) == (20, Colour.BLUE)
    assert (played.width, played.height) == (320, 180)
    assert played.seconds == pytest.approx(2.0, abs=0.15)
    assert (played.audio == "aac") == (RECIPES[name].audio is not None)
    assert played.audio is None or played.audio_seconds == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("pixels", ["yuv420p", "yuvj420p", "yuv444p10le"])
@pytest.mark.parametrize("is_low", [False, True], ids=["hd", "sd"])
def test_colours_are_those_of_the_source(tmp_path: Path, pixels: str, is_low: bool) -> None:
    source = film(tmp_path / "a", Colour.RED, Recipe(pixels=pixels, sides=(640, 480)))
    transcode(source, tmp_path / "b.mp4", SD if is_low else HD, "libx264")
    with av.open(tmp_path / "b.mp4") as opened:
        frame = next(opened.decode(video=0))
    middle = np.asarray(frame.to_ndarray(format="rgb24"))[frame.height // 2, frame.width // 2]
    assert middle.tolist() == pytest.approx(list(Colour.RED.value), abs=10)


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_jumps_costs_no_frame_and_no_second(tmp_path: Path, clock: str) -> None:
    source = retime(film(tmp_path / "a.mkv"), tmp_path / "b.mkv", CLOCKS[clock])
    for is_low in (False, True):
        played = make(source, is_low=is_low)
        assert played.frames == 20
        assert played.seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("sides", "low", "full"),
    [
        ((1920, 1080), (640, 360), (1920, 1080)),
        ((1080, 1920), (360, 640), (1080, 1920)),
        ((704, 576), (440, 360), (704, 576)),
        ((641, 481), (480, 360), (640, 480)),
        ((160, 90), (160, 90), (160, 90)),
        ((35, 17), (34, 16), (34, 16)),
    ],
)
def test_sizes_keep_their_shape_and_are_never_enlarged(
    sides: tuple[int, int], low: tuple[int, int], full: tuple[int, int]
) -> None:
    assert fit(*sides, SD.side_max) == low
    assert fit(*sides, None) == full


@pytest.mark.parametrize("sides", [(360, 640), (161, 91), (34, 18)])
def test_odd_and_portrait_pictures_play(tmp_path: Path, sides: tuple[int, int]) -> None:
    recipe = Recipe(video="mjpeg", pixels="yuvj444p", sides=sides)
    played = make(film(tmp_path / "a", Colour.GREEN, recipe), is_low=True)
    assert (played.width, played.height) == (sides[0] & ~1, sides[1] & ~1)
    assert (played.frames, played.colour) == (20, Colour.GREEN)


@pytest.mark.parametrize(("rate", "frames"), [(50, 50), (60, 60), (30, 60), (25, 50), (10, 20)])
def test_the_low_version_halves_rates_above_thirty(tmp_path: Path, rate: int, frames: int) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(rate=rate, sides=(160, 90)))
    assert make(source, is_low=True).frames == frames
    assert make(source).frames == rate * 2


def test_the_low_version_is_small_in_picture_and_sound(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(audio="aac", sides=(1280, 720), seconds=4))
    transcode(source, tmp_path / "b.mp4", SD, "libx264")
    with av.open(tmp_path / "b.mp4") as made:
        video, audio = made.streams.video[0].codec_context, made.streams.audio[0].codec_context
        assert (video.profile, video.width, video.height) == ("Main", 640, 360)
        assert (audio.name, audio.rate, audio.channels) == ("aac", 16000, 1)
    assert (tmp_path / "b.mp4").stat().st_size * 8 / 4 < 440_000


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bits_cost_pictures_but_do_not_stop_the_work(tmp_path: Path, seed: int) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(audio="aac", keyframe_every=5))
    damaged = flip_bits(source, tmp_path / "b.mkv", 10, seed)
    try:
        played = make(damaged)
    except (*BAD_MEDIA, NoPicture):
        return
    assert 0 < played.frames <= 20
    assert played.seconds < 20


def test_a_file_without_a_keyframe_has_no_picture(tmp_path: Path) -> None:
    data = photograph(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "b.jpg").write_bytes(data[:300])
    with pytest.raises((*BAD_MEDIA, NoPicture)):
        transcode(tmp_path / "b.jpg", tmp_path / "c.mp4", HD, "libx264")
