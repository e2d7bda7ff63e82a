"""Media work on footage that cameras should not send, but do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from vedette_gateway.clips import media
from vedette_gateway.clips.admission import Contents, Unreadable
from vedette_gateway.clips.remux import remux
from vedette_gateway.ports.libav import BAD_MEDIA

from tests.device.linux.footage import Recipe, film, flip_bits, photograph, retime, watch
from tests.media import Colour

CLOCKS: dict[str, Callable[[int], int]] = {
    "back": lambda number: -3000 if number >= 7 else 0,
    "forward": lambda number: 30_000 if number >= 7 else 0,
    "twice": lambda number: 3_600_000 if 5 <= number < 12 else 0,
    "long ago from the start": lambda _: -9_000_000,
    "standing still": lambda number: -100 * number,
}


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_jumps_costs_no_frame_and_no_second(tmp_path: Path, clock: str) -> None:
    path = retime(film(tmp_path / "a.mkv"), tmp_path / "b.mkv", CLOCKS[clock])
    copied = remux(path, tmp_path / "out.mp4")
    assert copied.duration_ms == pytest.approx(2000, abs=1)
    assert (copied.mended > 0) == (clock != "long ago from the start")
    played = watch(tmp_path / "out.mp4")
    assert played.frames == 20
    assert played.seconds == pytest.approx(2.0, abs=0.05)


def test_reordered_pictures_need_no_mending(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(has_b_frames=True))
    copied = remux(source, tmp_path / "out.mp4")
    assert (copied.mended, copied.duration_ms) == (0, 2000)
    assert watch(tmp_path / "out.mp4").frames == 20


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_do_not_stop_the_work(tmp_path: Path, seed: int) -> None:
    source = film(tmp_path / "a.mkv", recipe=Recipe(audio="pcm_s16le"))
    damaged = flip_bits(source, tmp_path / "b.mkv", 20, seed)
    found = media.inspect(damaged)
    assert isinstance(found, Contents | Unreadable)
    try:
        copied = remux(damaged, tmp_path / "out.mp4")
    except (*BAD_MEDIA, media.NoPicture):
        return
    assert 0 <= copied.duration_ms < 60_000


def test_only_what_browsers_play_is_called_playable(tmp_path: Path) -> None:
    recipes = {
        "h264": (Recipe(), True),
        "hevc": (Recipe(video="libx265"), False),
        "mpeg4": (Recipe("avi", video="mpeg4"), False),
        "av1": (Recipe(video="libsvtav1"), True),
    }
    for codec, (recipe, is_playable) in recipes.items():
        found = media.inspect(film(tmp_path / codec, recipe=recipe))
        assert isinstance(found, Contents), codec
        assert (found.video_codec, media.is_playable(found)) == (codec, is_playable)
    high = media.inspect(film(tmp_path / "high", recipe=Recipe(pixels="yuv444p")))
    assert isinstance(high, Contents)
    assert not media.is_playable(high)
    still = media.inspect(photograph(tmp_path / "still"))
    assert isinstance(still, Contents)
    assert not media.is_playable(still)


def test_av1_is_copied_too(tmp_path: Path) -> None:
    remux(film(tmp_path / "a.mkv", recipe=Recipe(video="libsvtav1")), tmp_path / "out.mp4")
    assert watch(tmp_path / "out.mp4").frames == 20


def test_the_picture_is_the_clips(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", Colour.BLUE, Recipe(has_b_frames=True))
    assert media.find_picture(source).width == 320
    picture = remux(source, tmp_path / "out.mp4").picture
    assert picture is not None
    assert picture.to_ndarray(format="rgb24")[100, 100].tolist() == pytest.approx(
        list(Colour.BLUE.value), abs=8
    )
